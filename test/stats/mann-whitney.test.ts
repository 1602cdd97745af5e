import fc from 'fast-check'
import { expect, test } from 'vitest'

import { mannWhitney } from '../../src/stats/mann-whitney.ts'

test('1 to 5 below 6 to 10: one of 252 orders', () => {
  expect(mannWhitney([1, 2, 3, 4, 5], [6, 7, 8, 9, 10]).toFixed(6)).toBe('0.003968')
  expect(mannWhitney([6, 7, 8, 9, 10], [1, 2, 3, 4, 5])).toBeCloseTo(1, 12)
})

/** All ways to choose which of the values are the high ones. */
function bruteForce(low: readonly number[], high: readonly number[]): number {
  const values = [...low, ...high]
  const pairsOf = (isHigh: (index: number) => boolean): number =>
    values.reduce(
      (sum, value, index) =>
        sum + (isHigh(index) ? values.filter((other, at) => !isHigh(at) && other < value).length : 0),
      0,
    )
  const observed = pairsOf((index) => index >= low.length)
  let all = 0
  let asFar = 0
  for (let bits = 0; bits < 2 ** values.length; bits++) {
    const isHigh = (index: number): boolean => ((bits >> index) & 1) === 1
    if (values.filter((_, index) => isHigh(index)).length !== high.length) continue
    all++
    if (pairsOf(isHigh) >= observed) asFar++
  }
  return asFar / all
}

test('is the exact share of orders', () => {
  const values = fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 9 })
  fc.assert(
    fc.property(values, fc.nat(), (all, cut) => {
      const size = 1 + (cut % (all.length - 1))
      const low = all.slice(0, size)
      const high = all.slice(size)
      expect(mannWhitney(low, high)).toBeCloseTo(bruteForce(low, high), 10)
    }),
    { seed: 4, numRuns: 60 },
  )
})

test('the normal distribution beyond 100 values continues the exact one', () => {
  const low = Array.from({ length: 50 }, (_, index) => 3 * index)
  const high = Array.from({ length: 50 }, (_, index) => 3 * index + 13)
  const exact = mannWhitney(low, high)
  const approximate = mannWhitney([...low, 60.5], high)
  expect(exact).toBeGreaterThan(0.05)
  expect(Math.abs(approximate - exact)).toBeLessThan(0.03)
})

test('ties: the variance is that of mid-ranks', () => {
  // Ranks 1.5, 1.5, 4, 4, 4, 6: the high ones sum up to 14, which is 8 of 9 pairs. The variance is 9/12 · (7 − (6 + 24)/30).
  const z = (8 - 4.5 - 0.5) / Math.sqrt(0.75 * 6)
  // Above 1.4142 lies a share of 0.0786 of the standard normal distribution.
  expect(z.toFixed(4)).toBe('1.4142')
  expect(mannWhitney([1, 1, 2], [2, 2, 3]).toFixed(4)).toBe('0.0786')
})

test('values that are all equal show nothing', () => {
  expect(mannWhitney([7, 7, 7], [7, 7])).toBe(1)
})
