import type { SpanClause } from '../model/contract.ts'
import type { Span, SpanEvent, SpanKind, StatusCode } from '../model/span.ts'
import type { Value } from '../model/value.ts'

/** Something a check of whole runs retains of every span; equal names must take equal things. */
export interface RunRead {
  readonly name: string
  readonly take: (span: Span) => Value | undefined
}

/** What is left of a span once its run is judged: its place in the tree and what checks asked to retain. */
export interface RunSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string | null
  /** Null for roots and orphans. */
  readonly parent: RunSpan | null
  /** By start time, then span id. */
  readonly children: readonly RunSpan[]
  readonly name: string
  readonly kind: SpanKind
  readonly status: StatusCode
  readonly startUnixNano: bigint | null
  readonly endUnixNano: bigint | null
  readonly hasRemoteParent: boolean
  /**
   * A span whose parent is absent and that is flagged remote, has kind server or consumer, or is the only parentless
   * span of its trace.
   */
  readonly isEntry: boolean
  /** Names a parent that the recording does not hold, and is no entry. */
  readonly isOrphan: boolean
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[]
  /** Retained values by the name of their read. */
  readonly values: ReadonlyMap<string, Value>
  /** Copies of the span with the same ids that were merged into this one. */
  readonly copies: number
  /** At least one merged copy said something else. */
  readonly hasConflictingCopy: boolean
  readonly recording: string
  readonly position: number
  /** A number the caller gave the span when it was added. */
  readonly tag: number
  /** Whatever the caller kept with the span when it was added. */
  readonly payload: unknown
  /** Log records that carry the span's ids. */
  readonly logEvents: readonly SpanEvent[]
}

/** The spans of one execution of an agent: one trace, or several joined by links or a run id. */
export interface Run {
  /** The smallest trace id. */
  readonly id: string
  readonly traceIds: readonly string[]
  readonly recording: string
  /** By start time, then trace and span id; spans without times last. */
  readonly spans: readonly RunSpan[]
  /** Spans without a parent id. */
  readonly roots: readonly RunSpan[]
  readonly orphans: readonly RunSpan[]
  readonly entries: readonly RunSpan[]
  /** Spans that are, through others, their own parents; each such circle is cut at its first span. */
  readonly circular: readonly RunSpan[]
  /** What of the recording could not be read, one sentence each. */
  readonly damage: readonly string[]
  /** Why spans may be missing, damage included, one sentence each; empty for a complete run. */
  readonly losses: readonly string[]
  readonly find: (traceId: string, spanId: string) => RunSpan | undefined
}

/** A run as one contract sees it. */
export interface ContractRun extends Run {
  /** The clause that selects the span, the most specific one. */
  readonly clauseOf: (span: RunSpan) => SpanClause | undefined
  /** Smallest step of the run's times, in nanoseconds: that of its coarsest source. */
  readonly timePrecisionNano: number
  /** Spans that a clause or a refinement of it selects. */
  readonly spansOf: (clauseId: string) => readonly RunSpan[]
}
