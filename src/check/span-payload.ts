import type { Span } from '../model/span.ts'
import type { SpanEvidence } from '../runs/index.ts'
import type { Occurrence } from './clause-reference.ts'

/** What a check keeps with a span until its run is complete. */
export interface SpanPayload {
  readonly occurrences: readonly Occurrence[]
  /** The span as far as event clauses read it; by position of the contract. */
  readonly deferred: readonly (Span | undefined)[]
  /** What steps are derived from; only where a contract speaks of steps. */
  readonly evidence: SpanEvidence | undefined
  /** About what it takes in memory, beyond what any payload does. */
  readonly bytes: number
}
