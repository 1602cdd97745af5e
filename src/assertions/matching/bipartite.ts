/** Pairs of a maximum matching between 0..left-1 and 0..right-1. */
export function maximumMatching(
  left: number,
  right: number,
  fits: (left: number, right: number) => boolean,
): readonly (readonly [number, number])[] {
  const takenBy = new Int32Array(right).fill(-1)
  const place = (one: number, seen: Set<number>): boolean => {
    for (let other = 0; other < right; other++) {
      if (seen.has(other) || !fits(one, other)) continue
      seen.add(other)
      if (takenBy[other] === -1 || place(takenBy[other]!, seen)) {
        takenBy[other] = one
        return true
      }
    }
    return false
  }
  for (let one = 0; one < left; one++) place(one, new Set())
  return [...takenBy.entries()].filter(([, one]) => one !== -1).map(([other, one]) => [one, other] as const)
}
