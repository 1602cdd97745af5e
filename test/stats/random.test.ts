import { expect, test } from 'vitest'

import { createRandom, createXoshiro } from '../../src/stats/random.ts'

test('the generator gives the reference outputs of its authors for the state 1, 2, 3, 4', () => {
  const next = createXoshiro([1, 2, 3, 4])
  expect(Array.from({ length: 10 }, next)).toEqual([
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ])
})

/** SplitMix32, in arithmetic without 32-bit operators. */
function fillState(seed: number): [number, number, number, number] {
  const wrap = (value: bigint): bigint => value & 0xffffffffn
  const words = [1n, 2n, 3n, 4n].map((step) => {
    let word = wrap(BigInt(seed) + step * 0x9e3779b9n)
    word = wrap((word ^ (word >> 16n)) * 0x85ebca6bn)
    word = wrap((word ^ (word >> 13n)) * 0xc2b2ae35n)
    return Number(word ^ (word >> 16n))
  })
  return [words[0]!, words[1]!, words[2]!, words[3]!]
}

test.each([0, 1, 42, 4_000_000_000])('seed %d fills the state of the generator', (seed) => {
  const draw = createRandom(seed)
  const next = createXoshiro(fillState(seed))
  const draws = Array.from({ length: 100 }, () => draw(1000))
  expect(draws).toEqual(Array.from({ length: 100 }, () => Math.floor((next() * 1000) / 2 ** 32)))
})

test('neighbouring seeds draw differently, the same seed alike', () => {
  const drawsOf = (seed: number): string => Array.from({ length: 20 }, createRandomOf(seed)).join(' ')
  expect(new Set(Array.from({ length: 100 }, (_, seed) => drawsOf(seed))).size).toBe(100)
  expect(drawsOf(7)).toBe(drawsOf(7))
})

test('numbers come about equally often', () => {
  const draw = createRandom(1)
  const counts = [0, 0, 0, 0, 0, 0, 0]
  for (let index = 0; index < 70_000; index++) counts[draw(7)]!++
  // Five standard deviations of a count with the mean 10 000.
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(463)
})

function createRandomOf(seed: number): () => number {
  const draw = createRandom(seed)
  return () => draw(100)
}
