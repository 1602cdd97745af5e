interface Arrow {
  readonly from: string
  readonly to: string
}

/** Arrows that lead from a name back to it, in their order; undefined where none do. Linear in the arrows. */
export function findCycle<One extends Arrow>(arrows: readonly One[]): readonly One[] | undefined {
  const outgoing = Map.groupBy(arrows, ({ from }) => from)
  const finished = new Set<string>()
  for (const start of outgoing.keys()) {
    if (finished.has(start)) continue
    /** Names on the way, each with the arrows not followed yet and the one that led to it. */
    const way: { readonly name: string; next: number; readonly by: One | undefined }[] = [
      { name: start, next: 0, by: undefined },
    ]
    const onWay = new Set([start])
    for (let top = way.at(-1); top !== undefined; top = way.at(-1)) {
      const arrow = outgoing.get(top.name)?.[top.next]
      top.next += 1
      if (arrow === undefined) {
        finished.add(top.name)
        onWay.delete(top.name)
        way.pop()
      } else if (onWay.has(arrow.to)) {
        const from = way.findIndex(({ name }) => name === arrow.to)
        return [...way.slice(from + 1).map(({ by }) => by!), arrow]
      } else if (!finished.has(arrow.to)) {
        onWay.add(arrow.to)
        way.push({ name: arrow.to, next: 0, by: arrow })
      }
    }
  }
  return undefined
}
