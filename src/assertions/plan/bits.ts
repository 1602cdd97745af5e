/** A set of small numbers, 32 to a word. */
export type Bits = Uint32Array

export function createBits(size: number): Bits {
  return new Uint32Array(Math.max(1, Math.ceil(size / 32)))
}

export function addBit(bits: Bits, index: number): void {
  bits[index >>> 5]! |= 1 << (index & 31)
}

export function hasBit(bits: Bits, index: number): boolean {
  return (bits[index >>> 5]! & (1 << (index & 31))) !== 0
}

export function addBits(bits: Bits, others: Bits): void {
  for (let word = 0; word < others.length; word++) bits[word]! |= others[word]!
}

/** Whether `whole` holds all of `part`. */
export function includesBits(whole: Bits, part: Bits): boolean {
  for (let word = 0; word < part.length; word++) if ((part[word]! & ~whole[word]!) !== 0) return false
  return true
}

export function sharesBits(one: Bits, other: Bits): boolean {
  for (let word = 0; word < one.length; word++) if ((one[word]! & other[word]!) !== 0) return true
  return false
}

export function countBits(bits: Bits): number {
  let count = 0
  for (let word of bits) for (; word !== 0; word &= word - 1) count++
  return count
}
