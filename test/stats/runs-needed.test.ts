import { expect, test } from 'vitest'

import { greatestRate, passesNeeded, runsNeeded } from '../../src/stats/runs-needed.ts'
import { binomialChances, sumOf } from '../support/binomial-chances.ts'

test.each([
  [0.8, [14, 22, 30, 37]],
  [0.9, [29, 46, 61, 76]],
  [0.95, [59, 93, 124, 153]],
  [0.99, [299, 473, 628, 773]],
])('runs that show %d with 0, 1, 2 and 3 failures', (rate, runs) => {
  expect([0, 1, 2, 3].map((failures) => runsNeeded(rate, 0.95, failures))).toEqual(runs)
})

test('one run fewer does not: at the rate itself so few failures are too likely', () => {
  for (const failures of [0, 1, 2, 5]) {
    const runs = runsNeeded(0.9, 0.95, failures)!
    const chanceOf = (all: number): number => sumOf(binomialChances(all, 0.1).slice(0, failures + 1))
    expect(chanceOf(runs)).toBeLessThanOrEqual(0.05)
    expect(chanceOf(runs - 1)).toBeGreaterThan(0.05)
  }
})

test('no number of runs shows that all pass, and beyond a million nothing is computed', () => {
  expect([runsNeeded(1, 0.95, 0), runsNeeded(0.999_999, 0.95, 0), runsNeeded(0.5, 0.95, 2_000_000)]).toEqual([
    null,
    null,
    null,
  ])
})

test('so many of 100 and of 59 runs must pass to show 0.95; of 58 all are too few', () => {
  // 1 failure takes 93 runs, 2 take 124.
  expect([100, 59, 58].map((runs) => passesNeeded(0.95, 0.95, runs))).toEqual([99, 59, null])
})

test('20 runs show at most 0.861', () => {
  expect(greatestRate(20, 0.95).toFixed(3)).toBe('0.861')
})

test('an agent that passes 0.99 of its runs passes 59 of 59 only 55 % of the time', () => {
  expect((0.99 ** runsNeeded(0.95, 0.95, 0)!).toFixed(2)).toBe('0.55')
})
