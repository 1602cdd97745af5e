/**
 * A largest set of pairs (left, right) in which each number stands once (Hopcroft and Karp 1973), smallest lefts first.
 * `partnersOf` names the rights that a left can be paired with; lefts with equal partners may share one array. The same
 * input gives the same pairs: lefts and partners are tried in the order given.
 */
export function pairMost(
  leftCount: number,
  rightCount: number,
  partnersOf: (left: number) => readonly number[],
): readonly (readonly [left: number, right: number])[] {
  const rightOf = new Int32Array(leftCount).fill(-1)
  const leftOf = new Int32Array(rightCount).fill(-1)
  const layer = new Int32Array(leftCount)
  const tried = new Int32Array(leftCount)
  const queue = new Int32Array(leftCount)

  /** Layers of the lefts by the least number of exchanges that lead to them; says whether a free right is reached. */
  function findLayers(): boolean {
    let end = 0
    for (let left = 0; left < leftCount; left++) {
      layer[left] = rightOf[left] === -1 ? 0 : -1
      if (layer[left] === 0) queue[end++] = left
    }
    let isReached = false
    for (let next = 0; next < end; next++) {
      const left = queue[next]!
      for (const right of partnersOf(left)) {
        const other = leftOf[right]!
        if (other === -1) isReached = true
        else if (layer[other] === -1) {
          layer[other] = layer[left]! + 1
          queue[end++] = other
        }
      }
    }
    return isReached
  }

  /** Follows the layers from a free left to a free right, and exchanges the pairs on the way. */
  function augment(start: number): void {
    const path = [start]
    while (path.length > 0) {
      const left = path.at(-1)!
      const right = partnersOf(left)[tried[left]!]
      if (right === undefined) {
        path.pop()
        const before = path.at(-1)
        if (before !== undefined) tried[before]!++
        continue
      }
      const other = leftOf[right]!
      if (other === -1) {
        for (const each of path) {
          const taken = partnersOf(each)[tried[each]!]!
          rightOf[each] = taken
          leftOf[taken] = each
        }
        return
      }
      if (layer[other] === layer[left]! + 1) path.push(other)
      else tried[left]!++
    }
  }

  while (findLayers()) {
    tried.fill(0)
    for (let left = 0; left < leftCount; left++) if (layer[left] === 0) augment(left)
  }
  return [...rightOf].flatMap((right, left) => (right === -1 ? [] : [[left, right] as const]))
}
