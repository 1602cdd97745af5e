import fc from 'fast-check'
import { expect, test } from 'vitest'

import { betaCumulative, betaQuantile } from '../../src/stats/beta-distribution.ts'
import { add, choose, fraction, power, times, toNumber } from '../support/fraction.ts'

/** I_x(a, b) is the chance of at least a passes of a + b − 1 runs at rate x. */
function exactCumulative(percent: number, a: number, b: number): number {
  const runs = a + b - 1
  let sum = fraction(0)
  for (let passes = a; passes <= runs; passes++) {
    const chance = times(power(fraction(percent, 100), passes), power(fraction(100 - percent, 100), runs - passes))
    sum = add(sum, times(fraction(choose(runs, passes)), chance))
  }
  return toNumber(sum)
}

test('is the exact binomial sum', () => {
  for (const a of [1, 2, 3, 7, 15, 40]) {
    for (const b of [1, 2, 5, 11, 30]) {
      for (const percent of [1, 10, 37, 50, 72, 95, 99]) {
        const exact = exactCumulative(percent, a, b)
        expect(Math.abs(betaCumulative(percent / 100, a, b) - exact)).toBeLessThan(1e-12)
      }
    }
  }
})

test('keeps its digits far down in a tail', () => {
  // 40 of 40 at rate 0.01: 1e-80.
  expect(betaCumulative(0.01, 40, 1) / 1e-80).toBeCloseTo(1, 10)
})

test('is 0 and 1 at the ends', () => {
  expect(betaCumulative(0, 2, 3)).toBe(0)
  expect(betaCumulative(1, 2, 3)).toBe(1)
})

test('the quantile is the inverse, also for a million runs', () => {
  const sizes = fc.integer({ min: 1, max: 1_000_000 })
  fc.assert(
    fc.property(sizes, sizes, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (a, b, probability) => {
      // The curve rises by up to a million for each unit of x, which is good to 1e-15.
      return Math.abs(betaCumulative(betaQuantile(probability, a, b), a, b) - probability) < 1e-8
    }),
    { numRuns: 60, seed: 11 },
  )
})
