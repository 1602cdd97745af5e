import type { Run } from '../run.ts'

/** Steps that an earlier hop is known to round to: microseconds, doubles at today's dates, ticks. */
const usualSteps = [1000n, 256n, 100n] as const

/** Whole milliseconds are how times are written by hand: touching ends are meant there, not rounded. */
const byHand = 1_000_000n

/** Times that must agree before chance is ruled out: a multiple of 100 is one in a hundred. */
const leastTimes = 6

/**
 * The step that all times of a run are multiples of, in nanoseconds, whatever the format could hold: somewhere on the way
 * they were rounded. 1 where they were not, or are too few to tell.
 */
export function measuredPrecision({ spans }: Run): number {
  const times = new Set<bigint>()
  let steps: readonly bigint[] = usualSteps
  let isByHand = true
  for (const { startUnixNano, endUnixNano } of spans) {
    for (const time of [startUnixNano, endUnixNano]) {
      if (time === null) continue
      steps = steps.filter((step) => time % step === 0n)
      if (steps.length === 0) return 1
      isByHand &&= time % byHand === 0n
      if (times.size < leastTimes) times.add(time)
    }
  }
  return isByHand || times.size < leastTimes ? 1 : Number(steps[0] ?? 1n)
}
