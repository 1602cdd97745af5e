import { logChoose } from './log-factorial.ts'
import { normalTail } from './normal-distribution.ts'

/** Up to so many values in all the chance is counted exactly, in well under a tenth of a second. */
const mostExact = 100

/**
 * Tests whether the values of `high` tend to lie above those of `low`: the chance of ranks as far apart, if both come from
 * one distribution. Exact for up to 100 values of which no two are equal; else by the normal distribution, corrected for
 * ties and continuity. Both lists have values.
 * Source: Mann and Whitney 1947.
 */
export function mannWhitney(low: readonly number[], high: readonly number[]): number {
  const sorted = Float64Array.from([...low, ...high]).sort()
  const [ranks, tieSum] = rankValues(sorted)
  const rankSum = high.reduce((sum, value) => sum + ranks.get(value)!, 0)
  /** In how many pairs the value of `high` is the greater one; equal ones count half. */
  const greater = rankSum - (high.length * (high.length + 1)) / 2
  const pairs = low.length * high.length
  if (tieSum === 0 && sorted.length <= mostExact) return exactTail(pairs - greater, low.length, high.length)
  const size = sorted.length
  const variance = (pairs / 12) * (size + 1 - tieSum / (size * (size - 1)))
  return variance === 0 ? 1 : normalTail((greater - pairs / 2 - 0.5) / Math.sqrt(variance))
}

/** Mean ranks of equal values, counted from 1, and the sum of t³ − t over groups of t equal values. */
function rankValues(sorted: Float64Array): [ReadonlyMap<number, number>, number] {
  const ranks = new Map<number, number>()
  let tieSum = 0
  for (let start = 0, end = 0; start < sorted.length; start = end) {
    while (end < sorted.length && sorted[end] === sorted[start]) end++
    const ties = end - start
    ranks.set(sorted[start]!, start + (ties + 1) / 2)
    tieSum += ties ** 3 - ties
  }
  return [ranks, tieSum]
}

/** The chance that at most `pairs` pairs are the other way round. */
function exactTail(pairs: number, sizeLow: number, sizeHigh: number): number {
  // ways[h][u]: orders of the values so far, h of them of `high`, in which u pairs are the other way round.
  const ways = Array.from({ length: sizeHigh + 1 }, () => new Float64Array(pairs + 1))
  ways[0]![0] = 1
  for (let placed = 1; placed <= sizeLow + sizeHigh; placed++) {
    for (let high = Math.min(placed, sizeHigh); high >= 0; high--) {
      const low = placed - high
      const without = ways[high]!
      const before = high > 0 ? ways[high - 1]! : null
      for (let count = pairs; count >= 0; count--) {
        // The greatest value so far belongs to `low`, the other way round with all of `high` before it, or to `high`.
        const asLow = low >= 1 && low <= sizeLow && count >= high ? without[count - high]! : 0
        without[count] = asLow + (before === null || low > sizeLow ? 0 : before[count]!)
      }
    }
  }
  const total = ways[sizeHigh]!.reduce((sum, count) => sum + count, 0)
  return Math.min(1, total / Math.exp(logChoose(sizeLow + sizeHigh, sizeHigh)))
}
