import type { Contract } from '../model/contract.ts'
import type { SpanSource } from '../model/span.ts'
import type { MetaRule } from '../rules/index.ts'
import type { Run, RunRead, RunSpan } from '../runs/index.ts'
import type { CompiledContract } from './compiled-contract.ts'
import type { FindingCollector } from './findings.ts'
import type { PlaceContext } from './places.ts'
import type { SpanChecker } from './span-checker.ts'

/** What one contract knows of a recording set while its runs are judged. */
export interface ContractState {
  readonly compiled: CompiledContract
  /** Keeps the events that would change what the contract asks of a span. */
  readonly lateEvents: RunRead | undefined
  readonly checker: SpanChecker
  /** Runs the contract applied to. */
  runs: number
  /** Runs of which dropped attributes hide whether it does. */
  openRuns: number
  /** Ids of clauses that selected some span of such a run. */
  readonly exercised: Set<string>
  /** Checks of whole runs that found something to judge. */
  readonly withSubjects: Set<number>
  /** Spans kept for checks that look across the runs of a recording, by clause id. */
  readonly across: Map<string, RunSpan[]>
  /** Why spans of those runs may be missing. */
  readonly acrossLosses: Set<string>
  /** Takes a run of the contract for what is compared with second sources. */
  readonly record: ((run: Run) => void) | undefined
  /** Asks what the contract expects of a run. */
  readonly judgeTrajectories: (run: Run, places: PlaceContext) => void
}

/** Which selection of each contract holds for a span, and which contracts' `appliesTo` hold for it. */
export interface Selection {
  readonly winners: readonly number[]
  readonly applies: readonly boolean[]
  /** Contracts for which dropped attributes leave open which clause selects the span. */
  readonly open: readonly boolean[]
  /** Contracts whose `appliesTo` dropped attributes leave open for the span. */
  readonly appliesOpen: readonly boolean[]
  /** Of the span, where its recording does not say all of it. */
  readonly source: SpanSource | undefined
}

export interface JudgeContext extends PlaceContext {
  readonly states: readonly ContractState[]
  readonly selectionOf: (span: RunSpan) => Selection
  /** Position of the contract that a check belongs to. */
  readonly contractOf: (check: number) => number
  readonly isOfUnknownSpans: (check: number) => boolean
  /** Whether a check is asked of every span, whatever selects it. */
  readonly isOfAnySpan: (check: number) => boolean
  readonly collector: FindingCollector
  /** The line of the table for what dropped attributes leave open; undefined when the configuration removed the rule. */
  readonly openCheck: (rule: MetaRule, contract: Contract, path: string) => number | undefined
  readonly crashed: (check: number, cause: unknown) => void
}

/** By position of the contract: the event that came too late for its selectors. */
export type LateEvents = ReadonlyMap<RunSpan, readonly (string | undefined)[]>
