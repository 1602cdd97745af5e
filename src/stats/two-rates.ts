/** Passes of a number of runs. */
export interface Rate {
  readonly passes: number
  readonly runs: number
}

/** One case before and now. */
export interface TwoRates {
  readonly previous: Rate
  readonly current: Rate
}
