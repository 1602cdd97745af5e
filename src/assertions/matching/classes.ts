/** Items that the same places match, under one number. */
export interface Classes {
  readonly of: ReadonlyMap<number, number>
  /** Class → the places that match, in order. */
  readonly places: readonly (readonly number[])[]
}

function areEqual(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((place, index) => place === other[index])
}

export function classifyItems(
  items: Iterable<number>,
  count: number,
  matches: (place: number, item: number) => boolean,
): Classes {
  const of = new Map<number, number>()
  const places: (readonly number[])[] = []
  const byHash = new Map<number, number[]>()
  for (const item of items) {
    if (of.has(item)) continue
    const found: number[] = []
    let hash = 0
    for (let place = 0; place < count; place++) {
      if (!matches(place, item)) continue
      found.push(place)
      hash = (Math.imul(hash, 31) + place + 1) | 0
    }
    const alike = byHash.get(hash) ?? []
    let known = alike.find((candidate) => areEqual(places[candidate]!, found))
    if (known === undefined) {
      known = places.push(found) - 1
      byHash.set(hash, [...alike, known])
    }
    of.set(item, known)
  }
  return { of, places }
}
