import { lowerBound } from './binomial-bounds.ts'

/** More runs than anybody makes of one case: beyond it nothing is computed. */
const mostRuns = 1_000_000

/**
 * How many runs show a pass rate, if `failures` of them fail: the fewest whose exact lower bound reaches `rate`.
 * Null where no number of runs does (`rate` 1), or more than a million would be needed.
 */
export function runsNeeded(rate: number, confidence: number, failures: number): number | null {
  const isEnough = (runs: number): boolean => lowerBound(runs - failures, runs, confidence) >= rate
  if (rate >= 1) return null
  let enough = Math.max(1, failures)
  while (!isEnough(enough)) {
    if (enough >= mostRuns) return null
    enough = Math.min(2 * enough, mostRuns)
  }
  return leastWhole(failures, enough, isEnough)
}

/** How many of `runs` runs must pass to show a pass rate; null where even all of them do not. */
export function passesNeeded(rate: number, confidence: number, runs: number): number | null {
  const isEnough = (passes: number): boolean => lowerBound(passes, runs, confidence) >= rate
  return isEnough(runs) ? leastWhole(0, runs, isEnough) : null
}

/** The greatest pass rate that so many runs can show: the lower bound if all of them pass. */
export function greatestRate(runs: number, confidence: number): number {
  return lowerBound(runs, runs, confidence)
}

/** The least whole number from `low` on at which a predicate holds that keeps holding; it holds at `high`. */
function leastWhole(low: number, high: number, holdsAt: (value: number) => boolean): number {
  let from = low
  let to = high
  while (from < to) {
    const middle = Math.floor((from + to) / 2)
    if (holdsAt(middle)) to = middle
    else from = middle + 1
  }
  return to
}
