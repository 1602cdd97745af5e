/** Groups of numbers that are joined pair by pair; a group is named by its smallest member. */
export interface DisjointSets {
  readonly join: (one: number, other: number) => void
  readonly groupOf: (one: number) => number
}

/** Union by path halving. */
export function createDisjointSets(size: number): DisjointSets {
  const parents = new Int32Array(size).map((_, index) => index)
  const groupOf = (one: number): number => {
    let current = one
    while (parents[current] !== current) {
      const next = parents[parents[current]!]!
      parents[current] = next
      current = next
    }
    return current
  }
  return {
    groupOf,
    join(one, other) {
      const [left, right] = [groupOf(one), groupOf(other)]
      if (left < right) parents[right] = left
      else parents[left] = right
    },
  }
}
