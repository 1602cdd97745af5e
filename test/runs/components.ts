/** Connected components by repeated painting: slow, and too simple to be wrong. */
export function components(nodes: readonly string[], edges: readonly (readonly [string, string])[]): string[][] {
  const colour = new Map(nodes.map((node) => [node, node]))
  for (let changed = true; changed;) {
    changed = false
    for (const [left, right] of edges) {
      const smaller = colour.get(left)! < colour.get(right)! ? colour.get(left)! : colour.get(right)!
      if (colour.get(left) !== smaller || colour.get(right) !== smaller) changed = true
      colour.set(left, smaller)
      colour.set(right, smaller)
    }
  }
  return [...Map.groupBy(nodes, (node) => colour.get(node)!).values()].map((group) => group.toSorted())
}
