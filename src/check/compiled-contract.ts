import type { AttributeClause, Contract, EventClause, SpanClause } from '../model/contract.ts'
import type { Span } from '../model/span.ts'
import type { Value } from '../model/value.ts'
import type { AttributeHolder, Facts, RecordingAccumulator, Rule, RunCheck } from '../rules/index.ts'
import type { CompiledSelector } from '../selectors/index.ts'
import type { TrajectoryJudge } from './trajectories/judge-trajectories.ts'

export type AttributeCheck = (value: Value | undefined, holder: AttributeHolder, span: Span) => Facts
export type SpanCheck = (span: Span) => Facts

/** A check with its place in the table of clause checks. */
export interface Bound<Check> {
  readonly id: number
  readonly rule: Rule
  readonly check: Check
}

/** Everything asked of one attribute key of one kind of holder. */
export interface AttributeChecks {
  readonly clause: AttributeClause
  readonly when: CompiledSelector | undefined
  /** What is asked of a value, and what is asked where there is none: most rules have nothing to say of one of the two. */
  readonly present: readonly Bound<AttributeCheck>[]
  readonly absent: readonly Bound<AttributeCheck>[]
  readonly recording: readonly Bound<() => RecordingAccumulator>[]
}

/** A family of keys, `prefix.*`. */
export interface FamilyChecks {
  readonly prefix: string
  /** Asked once per holder, with no value: what rests on absence. */
  readonly whole: AttributeChecks
  readonly forKey: (key: string) => AttributeChecks
}

export interface HolderChecks {
  readonly keys: readonly AttributeChecks[]
  readonly families: readonly FamilyChecks[]
}

export interface CompiledEvent {
  readonly clause: EventClause
  readonly when: CompiledSelector | undefined
  /** Asked of the span: whether and how often it has the event. */
  readonly spanChecks: readonly Bound<SpanCheck>[]
  readonly attributes: HolderChecks
}

export interface CompiledClause {
  readonly clause: SpanClause
  readonly attributes: HolderChecks
  readonly resource: HolderChecks
  readonly links: HolderChecks
  readonly spanChecks: readonly Bound<SpanCheck>[]
  /** Checks that wait for log records: they read events. */
  readonly deferred: readonly Bound<SpanCheck>[]
  readonly events: readonly CompiledEvent[]
}

/**
 * What a contract says of a span: the team's own clause, and what an inherited pack says beside it. Where both speak of
 * the same field or attribute, only the own clause is asked.
 */
export interface CompiledSelection {
  /** The own clause, else the inherited one. */
  readonly clause: SpanClause
  readonly isOwn: boolean
  /** Ids of the selecting clauses and of those they refine. */
  readonly ids: readonly string[]
  readonly parts: readonly CompiledClause[]
  /** Whether some part asks for events, which log records elsewhere in the recording may add. */
  readonly isDeferred: boolean
}

export interface CompiledContract {
  readonly contract: Contract
  /** Position of the selection for a span, or -1. Selections are compiled when they first occur. */
  readonly select: (span: Span) => number
  /** Whether attributes or events that the span dropped, or a recording that does not say all of it, leave open which clause selects it. */
  readonly leavesOpen: (span: Span, isLimited: boolean) => boolean
  readonly selection: (position: number) => CompiledSelection
  readonly appliesTo: CompiledSelector | undefined
  /** Whether some span clause is the team's own: then only those make the contract apply. */
  readonly hasOwnSpans: boolean
  readonly anySpan: readonly Bound<SpanCheck>[]
  /** What a contract without span clauses asks of the resource of every span. */
  readonly resource: HolderChecks
  /** Asked only of spans that no clause selects. */
  readonly unknownSpan: readonly Bound<SpanCheck>[]
  readonly runChecks: readonly Bound<RunCheck>[]
  readonly contractChecks: readonly Bound<(exercised: ReadonlySet<string>) => Facts>[]
  /** What the contract expects of runs; undefined for nothing. */
  readonly trajectories: TrajectoryJudge | undefined
}

/** Whether a clause speaks of a family of keys, `prefix.*`. */
export function isFamily(clause: AttributeClause): boolean {
  return clause.key.endsWith('.*')
}
