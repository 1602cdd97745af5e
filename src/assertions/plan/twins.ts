import { addBit, addBits, createBits, hasBit, type Bits } from '../bits.ts'

/**
 * For each position the nearest one before it that is equal in key, in what comes before it and in what comes after it; -1
 * for none. Of equals any may be taken in place of another, so a search need only take them in this order.
 */
export function precedingTwins(before: readonly Bits[], keyOf: (index: number) => string): number[] {
  const alike = Map.groupBy(before.keys(), keyOf)
  const twins = before.map(() => -1)
  const preceding = createBits(before.length)
  for (const bits of before) addBits(preceding, bits)
  for (const indexes of alike.values()) {
    if (indexes.length < 2) continue
    for (const level of Map.groupBy(indexes, (index) => before[index]!.join()).values()) {
      // What comes after is only asked of those that could be equal.
      if (level.length < 2) continue
      const last = new Map<string, number>()
      for (const index of level) {
        const place = hasBit(preceding, index) ? following(before, index).join() : ''
        twins[index] = last.get(place) ?? -1
        last.set(place, index)
      }
    }
  }
  return twins
}

function following(before: readonly Bits[], index: number): Bits {
  const bits = createBits(before.length)
  for (const [other, preceding] of before.entries()) if (hasBit(preceding, index)) addBit(bits, other)
  return bits
}
