import type { ClauseOrigin } from './clause-origin.ts'
import type { Selector } from './selector.ts'

/** Which runs a trajectory speaks of; everything given must hold. */
export interface TrajectoryWhen {
  /** Name of an agent that the run invokes; its steps are the trajectory's own. */
  readonly agent?: string
  readonly case?: string | readonly string[]
  readonly tag?: string | readonly string[]
  /** Kind or id of a fault that the run had; `none`: a run without faults. */
  readonly fault?: string | readonly string[]
  readonly outcome?: string | readonly string[]
  /** Matcher of what the user asked. */
  readonly input?: unknown
  /** Name of a tool that the recorded tool lists offer. */
  readonly toolAvailable?: string | readonly string[]
  /** Selector on the entry span. */
  readonly match?: Selector
}

/** One item of `expect`: an assertion with its options as they are written; their shape is said by the assertion. */
export interface ExpectClause extends ClauseOrigin {
  /** Id of the assertion. */
  readonly assertion: string
  /** The record of an assertion that is the user's own; null for a built-in one. */
  readonly record: unknown
  /** The name another tool has for it, where the contract uses that one. */
  readonly alias: string | null
  /** The assertion must not hold: pass and fail change places, undecided stays. */
  readonly isNegated: boolean
  readonly options: unknown
}

/** What runs must do: one entry under `trajectories:`. */
export interface TrajectoryClause extends ClauseOrigin {
  readonly id: string
  readonly brief: string | null
  readonly when: TrajectoryWhen
  readonly expect: readonly ExpectClause[]
  /** Options of repeated runs, as they are written; null for a trajectory that every run must follow. */
  readonly trials: unknown
  readonly exercise: 'required' | 'optional' | null
}
