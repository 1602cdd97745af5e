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

/** What repeated runs of a case have to show, defaults filled in. Source: docs/guides/trials.md. */
export interface TrialsClause extends ClauseOrigin {
  /** The most runs of a case. */
  readonly runs: number
  /** In (0, 1]; where another key makes the claim, a rate that adds nothing to it. */
  readonly passRate: number
  readonly confidence: number
  readonly stop: 'e-process' | 'sprt' | 'first-failure' | 'none'
  /** Only with `stop: sprt`. */
  readonly healthy?: number
  readonly regressed?: number
  readonly passAll?: { readonly k: number; readonly min: number }
  readonly infraErrors?: { readonly max: number }
  /** Earlier results; the file is relative to the contract. */
  readonly baseline?: { readonly file: string; readonly margin?: number }
}

/** What runs must do: one entry under `trajectories:`. */
export interface TrajectoryClause extends ClauseOrigin {
  readonly id: string
  readonly brief: string | null
  readonly when: TrajectoryWhen
  readonly expect: readonly ExpectClause[]
  /** Null for a trajectory that every run must follow. */
  readonly trials: TrialsClause | null
  readonly exercise: 'required' | 'optional' | null
}
