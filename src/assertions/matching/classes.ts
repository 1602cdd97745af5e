/** Items that the same places match, under one number. */
export interface Classes {
  readonly of: ReadonlyMap<number, number>
  /** Class → the places that match, in order. */
  readonly places: readonly (readonly number[])[]
}

function areEqual(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((place, index) => place === other[index])
}

/** Numbers lists so that equal ones have one number: the index of the first of them among the different ones. */
export function numberLists(lists: readonly (readonly number[])[]): number[] {
  const different: (readonly number[])[] = []
  const byHash = new Map<number, number[]>()
  // Lists are often shared.
  const numbers = new Map<readonly number[], number>()
  const numberOf = (list: readonly number[]): number => {
    let hash = 0
    for (const value of list) hash = (Math.imul(hash, 31) + value + 1) | 0
    const alike = byHash.get(hash) ?? []
    const known = alike.find((candidate) => areEqual(different[candidate]!, list))
    if (known !== undefined) return known
    byHash.set(hash, [...alike, different.length])
    return different.push(list) - 1
  }
  return lists.map((list) => {
    let number = numbers.get(list)
    if (number === undefined) numbers.set(list, (number = numberOf(list)))
    return number
  })
}

export function classifyItems(
  items: Iterable<number>,
  count: number,
  matches: (place: number, item: number) => boolean,
): Classes {
  const all = [...new Set(items)]
  const lists = all.map((item) => {
    const found: number[] = []
    for (let place = 0; place < count; place++) if (matches(place, item)) found.push(place)
    return found
  })
  const numbers = numberLists(lists)
  const places: (readonly number[])[] = []
  numbers.forEach((number, index) => (places[number] ??= lists[index]!))
  return { of: new Map(all.map((item, index) => [item, numbers[index]!])), places }
}
