/** Median and range of what one variant took relative to another, pair by pair. */
export interface Ratio {
  readonly median: number
  readonly min: number
  readonly max: number
}

/** Both lists hold one entry a round; a pair is what was measured in the same round. */
export function ratios(times: readonly number[], baseline: readonly number[]): Ratio {
  const pairs = times.map((time, round) => time / baseline[round]!).toSorted((left, right) => left - right)
  return { median: median(pairs), min: pairs[0]!, max: pairs.at(-1)! }
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((left, right) => left - right)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
