/** States of equal width, packed: each distinct one has a number, counted from 0 as they come. */
export interface StateTable {
  readonly size: () => number
  /** Number of a state; a state not seen before gets the next. */
  readonly intern: (state: Uint32Array) => number
  /** Number of a state, -1 for one never seen. */
  readonly find: (state: Uint32Array) => number
  /** Copies the state of a number. */
  readonly read: (index: number, into: Uint32Array) => void
}

/** Open addressing over one array: a million states of a few words each would be too many objects. */
export function createStateTable(width: number): StateTable {
  let size = 0
  let words = new Uint32Array(width * 256)
  let slots = new Int32Array(1024).fill(-1)

  const isAt = (index: number, state: Uint32Array): boolean => {
    const start = index * width
    for (let word = 0; word < width; word++) if (words[start + word] !== state[word]) return false
    return true
  }
  /** The slot that holds the state, or the empty one where it belongs. */
  const slotOf = (state: Uint32Array): number => {
    let hash = 2166136261
    for (let word = 0; word < width; word++) hash = Math.imul(hash ^ state[word]!, 16777619) ^ (state[word]! >>> 15)
    let slot = ((hash ^ (hash >>> 13)) >>> 0) % slots.length
    while (slots[slot] !== -1 && !isAt(slots[slot]!, state)) slot = (slot + 1) % slots.length
    return slot
  }
  const grow = (): void => {
    const more = new Uint32Array(words.length * 2)
    more.set(words)
    words = more
    slots = new Int32Array(slots.length * 2).fill(-1)
    for (let index = 0; index < size; index++) slots[slotOf(words.subarray(index * width, (index + 1) * width))] = index
  }

  return {
    size: () => size,
    intern: (state) => {
      if (size * width === words.length) grow()
      const slot = slotOf(state)
      if (slots[slot] === -1) {
        words.set(state, size * width)
        slots[slot] = size++
      }
      return slots[slot]!
    },
    find: (state) => slots[slotOf(state)]!,
    read: (index, into) => into.set(words.subarray(index * width, (index + 1) * width)),
  }
}
