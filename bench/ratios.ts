import type { Times } from './interleaved.ts'

/** Median and range of what one thing took relative to another. */
export interface Ratio {
  readonly median: number
  readonly min: number
  readonly max: number
}

/** Pair by pair: what was measured in the same round. */
export function ratioOf<Id extends string>(times: Times<Id>, id: Id, baseline: Id): Ratio {
  const divisors = times.get(baseline)!
  const pairs = times.get(id)!.map((time, round) => time / divisors[round]!)
  return { median: median(pairs), min: Math.min(...pairs), max: Math.max(...pairs) }
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((left, right) => left - right)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
