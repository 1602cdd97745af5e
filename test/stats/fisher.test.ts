import { expect, test } from 'vitest'

import { fisher } from '../../src/stats/fisher.ts'
import { choose, fraction, toNumber } from '../support/fraction.ts'

const test20 = (previous: number, current: number): { oneSided: number; twoSided: number } =>
  fisher({ previous: { passes: previous, runs: 20 }, current: { passes: current, runs: 20 } })

test('15 of 20 against 19 of 20', () => {
  const { oneSided, twoSided } = test20(19, 15)
  expect([oneSided.toFixed(5), twoSided.toFixed(5)]).toEqual(['0.09088', '0.18176'])
})

test('12 of 20 against 19 of 20', () => {
  const { oneSided, twoSided } = test20(19, 12)
  expect([oneSided.toFixed(6), twoSided.toFixed(6)]).toEqual(['0.009828', '0.019656'])
})

test('a better side is no regression', () => {
  // Worse than 19 of 20 after 12: all splits but the one with 20 of 20.
  const best = toNumber(fraction(choose(20, 11) * choose(20, 20), choose(40, 31)))
  expect(test20(12, 19).oneSided).toBeCloseTo(1 - best, 12)
})

test('where all pass, or none, nothing can differ', () => {
  expect(test20(20, 20).oneSided).toBeCloseTo(1, 12)
  expect(test20(0, 0).twoSided).toBeCloseTo(1, 12)
})

test('is the exact share of splits, for all tables of up to 8 and 6 runs', () => {
  for (let before = 0; before <= 8; before++) {
    for (let now = 0; now <= 6; now++) {
      const passes = before + now
      const ways = (count: number): bigint => choose(6, count) * choose(8, passes - count)
      let asFew = 0n
      let asUnlikely = 0n
      for (let count = 0; count <= 6; count++) {
        if (count <= now) asFew += ways(count)
        if (ways(count) <= ways(now)) asUnlikely += ways(count)
      }
      const { oneSided, twoSided } = fisher({
        previous: { passes: before, runs: 8 },
        current: { passes: now, runs: 6 },
      })
      expect(oneSided).toBeCloseTo(toNumber(fraction(asFew, choose(14, passes))), 12)
      expect(twoSided).toBeCloseTo(toNumber(fraction(asUnlikely, choose(14, passes))), 12)
    }
  }
})
