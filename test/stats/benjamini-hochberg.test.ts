import fc from 'fast-check'
import { expect, test } from 'vitest'

import { benjaminiHochberg } from '../../src/stats/benjamini-hochberg.ts'

const round = (values: readonly number[]): number[] => values.map((value) => Math.round(value * 1e9) / 1e9)

test('five tests, in whatever order they come', () => {
  expect(round(benjaminiHochberg([0.001, 0.008, 0.039, 0.041, 0.6]))).toEqual([0.005, 0.02, 0.051_25, 0.051_25, 0.6])
  expect(round(benjaminiHochberg([0.6, 0.041, 0.001, 0.039, 0.008]))).toEqual([0.6, 0.051_25, 0.005, 0.051_25, 0.02])
})

test('one test stays as it is, none gives none', () => {
  expect(benjaminiHochberg([0.03])).toEqual([0.03])
  expect(benjaminiHochberg([])).toEqual([])
})

test('rejects what the step-up procedure rejects', () => {
  const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 })
  fc.assert(
    fc.property(pValues, fc.constantFrom(0.01, 0.05, 0.3), (values, alpha) => {
      const sorted = values.toSorted((a, b) => a - b)
      const count = sorted.findLastIndex((value, index) => value * values.length <= alpha * (index + 1)) + 1
      const rejected = benjaminiHochberg(values).filter((value) => value <= alpha * (1 + 1e-12)).length
      expect(rejected).toBe(count)
    }),
    { seed: 2 },
  )
})
