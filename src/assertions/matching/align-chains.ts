interface Link {
  readonly first: number
  readonly second: number
  readonly previous: Link | undefined
}

/**
 * The longest common subsequence of two chains, in the number of pairs that may be kept and not in the product of the
 * lengths (Hunt and Szymanski 1977). At `pairCap` such pairs it ends, with what it has and an upper bound.
 */
export function alignChains(
  partners: readonly (readonly number[])[],
  otherCount: number,
  pairCap: number,
): { readonly pairs: readonly (readonly [number, number])[]; readonly upper: number } {
  /** Entry `n`: of the common subsequences of n + 1 pairs so far the one that ends lowest in the second. */
  const ends: Link[] = []
  let [next, looked] = [0, 0]
  for (; next < partners.length && looked <= pairCap; next++) {
    const others = partners[next]!
    looked += others.length
    // From the highest, so that no two pairs of one place follow each other.
    for (let index = others.length - 1; index >= 0; index--) {
      const second = others[index]!
      let [low, high] = [0, ends.length]
      while (low < high) {
        const middle = (low + high) >>> 1
        if (ends[middle]!.second < second) low = middle + 1
        else high = middle
      }
      if (ends[low]?.second !== second) ends[low] = { first: next, second, previous: ends[low - 1] }
    }
  }
  const pairs: (readonly [number, number])[] = []
  for (let link = ends.at(-1); link !== undefined; link = link.previous) pairs.push([link.first, link.second])
  return { pairs: pairs.toReversed(), upper: Math.min(otherCount, pairs.length + partners.length - next) }
}
