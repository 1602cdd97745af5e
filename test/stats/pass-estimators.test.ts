import fc from 'fast-check'
import { expect, test } from 'vitest'

import { passAtK, passHatK } from '../../src/stats/pass-estimators.ts'
import { binomialChances } from '../support/binomial-chances.ts'

const round = (value: number | null): string | null => value?.toFixed(6) ?? null

test('pass@k of 3 of 10 for 5', () => {
  expect(round(passAtK(10, 3, 5))).toBe('0.916667')
})

test('pass^k: 9 of 10 for 4, 4 of 5 for 3, 18 of 20 for 5', () => {
  expect([passHatK(10, 9, 4), passHatK(5, 4, 3), passHatK(20, 18, 5)].map(round)).toEqual([
    '0.600000',
    '0.400000',
    '0.552632',
  ])
})

test('fewer runs than k say nothing', () => {
  expect([passAtK(3, 3, 4), passHatK(3, 3, 4), passHatK(0, 0, 1)]).toEqual([null, null, null])
})

test('with k passes too few, none of the subsets passes', () => {
  expect([passHatK(10, 3, 4), passAtK(10, 0, 4), passAtK(10, 7, 4), passHatK(10, 10, 10)]).toEqual([0, 0, 1, 1])
})

test('thousands of runs overflow nothing', () => {
  // 99 of 100 thousand-fold: k of them in a row pass with about 0.99^k.
  expect(passHatK(100_000, 99_000, 50)).toBeCloseTo(0.99 ** 50, 3)
})

test('neither has a bias: its mean over all outcomes is the true chance', () => {
  const rates = fc.double({ min: 0.01, max: 0.99, noNaN: true })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 25 }), fc.integer({ min: 1, max: 25 }), rates, (runs, k, rate) => {
      fc.pre(k <= runs)
      const chances = binomialChances(runs, rate)
      const meanOf = (estimate: (passes: number) => number): number =>
        chances.reduce((sum, chance, passes) => sum + chance * estimate(passes), 0)
      expect(meanOf((passes) => passHatK(runs, passes, k)!)).toBeCloseTo(rate ** k, 10)
      expect(meanOf((passes) => passAtK(runs, passes, k)!)).toBeCloseTo(1 - (1 - rate) ** k, 10)
    }),
    { numRuns: 100, seed: 7 },
  )
})
