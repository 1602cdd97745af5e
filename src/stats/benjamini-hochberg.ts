/**
 * Adjusts the p-values of several tests, in their order: rejecting those at most α leaves an expected share of at most α of
 * false ones among the rejected.
 * Source: Benjamini and Hochberg 1995.
 */
export function benjaminiHochberg(pValues: readonly number[]): readonly number[] {
  const adjusted = [...pValues]
  let least = 1
  const descending = [...pValues.keys()].sort((a, b) => pValues[b]! - pValues[a]!)
  for (const [index, test] of descending.entries()) {
    least = Math.min(least, (pValues[test]! * pValues.length) / (pValues.length - index))
    adjusted[test] = least
  }
  return adjusted
}
