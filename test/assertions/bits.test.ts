import { expect, test } from 'vitest'

import { addBit, countBits, countMissing, createBits, isFull } from '../../src/assertions/bits.ts'

test.each([0, 1, 31, 32, 33, 63, 64, 100])('a set of all numbers below %i is full, and lacks none', (size) => {
  const all = createBits(size)
  for (let index = 0; index < size; index++) {
    expect(isFull(all, size)).toBe(false)
    addBit(all, index)
    expect(countBits(all)).toBe(index + 1)
  }
  expect(isFull(all, size)).toBe(true)
  expect(countMissing(createBits(size), all)).toBe(size)
})
