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

/** The same set without the words at the end that hold nothing, so that asking for all of it asks for no more. */
export function trimBits(bits: Bits): Bits {
  return bits.subarray(0, bits.findLastIndex((word) => word !== 0) + 1)
}

/** The numbers of the set, smallest first. */
export function bitsOf(bits: Bits): number[] {
  const found: number[] = []
  for (let word = 0; word < bits.length; word++) {
    for (let rest = bits[word]!; rest !== 0; rest &= rest - 1) found.push(word * 32 + 31 - Math.clz32(rest & -rest))
  }
  return found
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
  for (let index = 0; index < bits.length; index++) count += countWord(bits[index]!)
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
    const missing = part[word]! & ~whole[word]!
    if (missing !== 0) count += countWord(missing)
  }
  return count
}

/** Adds neighbouring bits, pairs and nibbles. Source: Hacker's Delight, 5-1. */
function countWord(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** Whether all numbers below `size` are in the set. The last ones are asked first: they are the likeliest to be missing. */
export function isFull(bits: Bits, size: number): boolean {
  for (let word = bits.length - 1; word >= 0; word--) {
    const wanted = Math.min(32, size - word * 32)
    if (wanted > 0 && bits[word] !== 0xffffffff >>> (32 - wanted)) return false
  }
  return true
}
