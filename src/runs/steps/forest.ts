/** Trees of numbered nodes, with a node 0 above all of them; questions about two nodes take logarithmic time. */
export interface Forest {
  readonly depth: (node: number) => number
  /** Whether `outer` is an ancestor of `inner` or the node itself. */
  readonly holds: (outer: number, inner: number) => boolean
  /** The deepest node that holds both. */
  readonly common: (one: number, other: number) => number
  /** The ancestor of a node, or itself, at a depth that is not below it. */
  readonly ancestorAt: (node: number, depth: number) => number
  /** The highest of the node and its ancestors for which `isBelow` holds, which must hold for all below it. */
  readonly highest: (node: number, isBelow: (node: number) => boolean) => number
  /** Position of a node in a walk down the trees, and of the last node it holds. */
  readonly first: (node: number) => number
  readonly last: (node: number) => number
}

/**
 * Builds the trees from the parent of each node, which is smaller than the node; that of node 0 is not read.
 *
 * Beside its parent each node remembers one ancestor farther up, so chosen that any ancestor is a logarithmic number of
 * steps away. Source: Myers, An applicative random-access stack, 1983.
 */
export function createForest(parents: Int32Array): Forest {
  const size = parents.length
  const depths = new Int32Array(size)
  const jumps = new Int32Array(size)
  for (let node = 1; node < size; node++) {
    const parent = parents[node]!
    const far = jumps[parent]!
    depths[node] = depths[parent]! + 1
    const [near, middle, top] = [depths[parent]!, depths[far]!, depths[jumps[far]!]!]
    jumps[node] = near - middle === middle - top ? jumps[far]! : parent
  }
  const [firsts, lasts] = walk(parents)

  const ancestorAt = (node: number, depth: number): number => {
    let at = node
    while (depths[at]! > depth) at = depths[jumps[at]!]! >= depth ? jumps[at]! : parents[at]!
    return at
  }
  return {
    depth: (node) => depths[node]!,
    holds: (outer, inner) => firsts[outer]! <= firsts[inner]! && lasts[inner]! <= lasts[outer]!,
    ancestorAt,
    common(one, other) {
      const depth = Math.min(depths[one]!, depths[other]!)
      let left = ancestorAt(one, depth)
      let right = ancestorAt(other, depth)
      while (left !== right) {
        // Nodes of one depth have their far ancestors at one depth.
        const next = jumps[left] === jumps[right] ? parents : jumps
        left = next[left]!
        right = next[right]!
      }
      return left
    },
    highest(node, isBelow) {
      let at = node
      for (;;) {
        if (at !== 0 && isBelow(jumps[at]!)) at = jumps[at]!
        else if (at !== 0 && isBelow(parents[at]!)) at = parents[at]!
        else return at
      }
    },
    first: (node) => firsts[node]!,
    last: (node) => lasts[node]!,
  }
}

/** Positions without recursion: parents come before children, so sizes add up from the end and places from the start. */
function walk(parents: Int32Array): readonly [firsts: Int32Array, lasts: Int32Array] {
  const sizes = new Int32Array(parents.length).fill(1)
  for (let node = parents.length - 1; node > 0; node--) sizes[parents[node]!]! += sizes[node]!
  const firsts = new Int32Array(parents.length)
  const next = new Int32Array(parents.length).fill(1)
  for (let node = 1; node < parents.length; node++) {
    const parent = parents[node]!
    firsts[node] = next[parent]!
    next[parent]! += sizes[node]!
    next[node] = firsts[node]! + 1
  }
  return [firsts, firsts.map((first, node) => first + sizes[node]! - 1)]
}
