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

/** The smallest number below `size` that is not in the set; `size` for none. */
export function firstMissing(bits: Bits, size: number): number {
  for (let word = 0; word < bits.length; word++) {
    const missing = ~bits[word]!
    if (missing !== 0) return Math.min(size, word * 32 + (31 - Math.clz32(missing & -missing)))
  }
  return size
}

/** How many of `part` are not in `whole`. */
export function countMissing(whole: Bits, part: Bits): number {
  let count = 0
  for (let word = 0; word < part.length; word++) {
    let missing = part[word]! & ~whole[word]!
    if (missing === 0) continue
    missing -= (missing >>> 1) & 0x55555555
    missing = (missing & 0x33333333) + ((missing >>> 2) & 0x33333333)
    count += Math.imul((missing + (missing >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
  }
  return count
}
