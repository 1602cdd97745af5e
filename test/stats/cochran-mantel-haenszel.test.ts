import { expect, test } from 'vitest'

import { cochranMantelHaenszel } from '../../src/stats/cochran-mantel-haenszel.ts'
import type { TwoRates } from '../../src/stats/two-rates.ts'

const of10 = (previous: number, current: number): TwoRates => ({
  previous: { passes: previous, runs: 10 },
  current: { passes: current, runs: 10 },
})
const worse = [of10(10, 8), of10(9, 5), of10(8, 7)]
const better = [of10(8, 10), of10(5, 9), of10(7, 8)]

test.each([
  [false, '4.7744', '0.02889'],
  [true, '3.5077', '0.06108'],
])('8:10, 5:9 and 7:8 of 10, continuity correction %s', (isCorrected, statistic, twoSided) => {
  for (const cases of [worse, better]) {
    const found = cochranMantelHaenszel(cases, isCorrected)!
    expect([found.statistic.toFixed(4), found.twoSided.toFixed(5)]).toEqual([statistic, twoSided])
  }
})

test('one side of it is half of both, on the worse side', () => {
  const { oneSided, twoSided } = cochranMantelHaenszel(worse, true)!
  expect(oneSided).toBeCloseTo(twoSided / 2, 12)
  expect(cochranMantelHaenszel(better, true)!.oneSided).toBeCloseTo(1 - twoSided / 2, 12)
})

test('a reversal inside every case is seen where the sums say the opposite', () => {
  // 20 of 100 after 1 of 10, and 9 of 10 after 80 of 100: better in each case, 29 of 110 after 81 of 110 in all.
  const cases: TwoRates[] = [
    { previous: { passes: 1, runs: 10 }, current: { passes: 20, runs: 100 } },
    { previous: { passes: 80, runs: 100 }, current: { passes: 9, runs: 10 } },
  ]
  expect(cochranMantelHaenszel(cases, false)!.oneSided).toBeGreaterThan(0.5)
})

test('cases in which all runs end the same add nothing', () => {
  expect(cochranMantelHaenszel([of10(10, 10), of10(0, 0)], true)).toBeNull()
  expect(cochranMantelHaenszel([...worse, of10(10, 10)], true)).toEqual(cochranMantelHaenszel(worse, true))
})

test('a difference below the correction is none', () => {
  const small = { previous: { passes: 5, runs: 10 }, current: { passes: 5, runs: 10 } }
  expect(cochranMantelHaenszel([small], true)).toEqual({ statistic: 0, twoSided: 1, oneSided: 0.5 })
})
