/** Rows of bits in 32-bit words; bit `i` is bit `i % 32` of word `i / 32`. */
export function wordsFor(bits: number): number {
  return Math.max(1, Math.ceil(bits / 32))
}

export function hasBit(words: Uint32Array, bit: number): boolean {
  return (words[bit >>> 5]! & (1 << (bit & 31))) !== 0
}

export function setBit(words: Uint32Array, bit: number): void {
  words[bit >>> 5]! |= 1 << (bit & 31)
}

export function addBits(into: Uint32Array, from: Uint32Array): void {
  for (let index = 0; index < into.length; index++) into[index]! |= from[index]!
}

export function countBits(words: Uint32Array): number {
  let count = 0
  for (const word of words) {
    let rest = word
    for (; rest !== 0; rest &= rest - 1) count++
  }
  return count
}

/** The set bits, smallest first. */
export function bitsOf(words: Uint32Array): number[] {
  const bits: number[] = []
  for (let index = 0; index < words.length; index++) {
    for (let rest = words[index]!; rest !== 0; rest &= rest - 1) bits.push(index * 32 + 31 - Math.clz32(rest & -rest))
  }
  return bits
}
