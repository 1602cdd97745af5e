import { expect, test } from 'vitest'

import { isSignificant } from '../../src/stats/significance.ts'

test('a chance of exactly 1 − confidence is enough, whatever both were rounded to', () => {
  for (const [pValue, confidence] of [
    [1 / 20, 0.95],
    [1 / 10, 0.9],
    [1 / 100, 0.99],
    [Math.exp(-Math.log(10)), 0.9],
  ] as const) {
    expect(isSignificant(pValue, confidence)).toBe(true)
  }
})

test('a greater one is not', () => {
  expect(isSignificant(0.0501, 0.95)).toBe(false)
})
