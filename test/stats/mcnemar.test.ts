import { expect, test } from 'vitest'

import { mcnemar } from '../../src/stats/mcnemar.ts'
import { choose } from '../support/fraction.ts'

test('8 worse, 1 better: 10 of 512 splits are as one-sided', () => {
  const { oneSided, twoSided } = mcnemar(8, 1)
  expect(oneSided).toBeCloseTo(0.019_531_25, 12)
  expect(twoSided).toBeCloseTo(0.039_062_5, 12)
})

test('8 better, 1 worse is no regression', () => {
  const { oneSided, twoSided } = mcnemar(1, 8)
  expect(oneSided).toBeCloseTo(511 / 512, 12)
  expect(twoSided).toBeCloseTo(0.039_062_5, 12)
})

test('pairs that did not change, or changed evenly, show nothing', () => {
  expect(mcnemar(0, 0)).toEqual({ oneSided: 1, twoSided: 1 })
  expect(mcnemar(3, 3).twoSided).toBe(1)
})

test('is the sum of binomial coefficients', () => {
  for (let worse = 0; worse <= 12; worse++) {
    for (let better = 0; better <= 12; better++) {
      const pairs = worse + better
      let ways = 0
      for (let count = worse; count <= pairs; count++) ways += Number(choose(pairs, count))
      expect(mcnemar(worse, better).oneSided).toBeCloseTo(ways / 2 ** pairs, 12)
    }
  }
})
