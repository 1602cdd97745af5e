/** Draws whole numbers from 0 to `size` − 1, evenly; `size` is at most 2^32. */
export type Draw = (size: number) => number

/**
 * A random source that repeats: the same seed, the same draws, on every machine.
 * Source: xoshiro128** of Blackman and Vigna 2018, its state filled by SplitMix32.
 */
export function createRandom(seed: number): Draw {
  const next = createXoshiro(fillState(seed))
  return (size) => Math.floor((next() / 2 ** 32) * size)
}

/** The generator itself: whole numbers below 2^32 from a state of four, not all 0. */
export function createXoshiro(state: readonly [number, number, number, number]): () => number {
  let [a, b, c, d] = state
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotate(d, 11)
    return result
  }
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}

/** Similar seeds give unlike states; a state of zeros, from which xoshiro never leaves, comes out of no seed. */
function fillState(seed: number): [number, number, number, number] {
  let counter = seed | 0
  const next = (): number => {
    counter = (counter + 0x9e3779b9) | 0
    let word = Math.imul(counter ^ (counter >>> 16), 0x85ebca6b)
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35)
    return word ^ (word >>> 16)
  }
  return [next(), next(), next(), next()]
}
