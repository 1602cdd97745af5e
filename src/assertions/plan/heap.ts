/** Items by ascending order; `pop` gives the least. */
export interface Heap<Item> {
  readonly push: (item: Item) => void
  readonly pop: () => Item | undefined
  readonly peek: () => Item | undefined
}

export function createHeap<Item>(compare: (one: Item, other: Item) => number): Heap<Item> {
  const items: Item[] = []
  const isLess = (one: number, other: number): boolean => compare(items[one]!, items[other]!) < 0
  const swap = (one: number, other: number): void => {
    const item = items[one]!
    items[one] = items[other]!
    items[other] = item
  }
  return {
    peek: () => items[0],
    push: (item) => {
      items.push(item)
      for (let at = items.length - 1; at > 0;) {
        const parent = (at - 1) >> 1
        if (!isLess(at, parent)) break
        swap(at, parent)
        at = parent
      }
    },
    pop: () => {
      const last = items.length - 1
      if (last <= 0) return items.pop()
      swap(0, last)
      const least = items.pop()
      for (let at = 0; ;) {
        let child = 2 * at + 1
        if (child >= items.length) break
        if (child + 1 < items.length && isLess(child + 1, child)) child++
        if (!isLess(child, at)) break
        swap(at, child)
        at = child
      }
      return least
    },
  }
}
