import { describe, expect, test } from 'vitest'

import { medianRatio } from '../../src/stats/median-ratio.ts'

const options = { confidence: 0.95, seed: 1 }
const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, index) => from + index)

describe('the ratio of medians', () => {
  test('is that of all values together', () => {
    // Medians of 1, 2, 10, 20 and of 3, 30, 40: 6 and 30.
    const cases = [
      { previous: [1, 2], current: [3] },
      { previous: [10, 20], current: [30, 40] },
    ]
    expect(medianRatio(cases, options)!.ratio).toBe(5)
  })

  test('does not exist after a median of 0', () => {
    expect(medianRatio([{ previous: [0, 0, 1], current: [5] }], options)).toBeNull()
  })

  test('is unbounded where many draws have a median of 0 before', () => {
    const { ratio, upper } = medianRatio([{ previous: [0, 4], current: [5, 6] }], options)!
    expect([ratio, upper]).toEqual([2.75, Infinity])
  })
})

describe('draws', () => {
  test('repeat with their seed', () => {
    const cases = [{ previous: range(10, 9), current: range(12, 9) }]
    expect(medianRatio(cases, options)).toEqual(medianRatio(cases, options))
    expect(medianRatio(cases, { ...options, seed: 2 })).not.toEqual(medianRatio(cases, options))
  })

  test('give the exact shares where there are few of them', () => {
    // Two values before, one now: medians of draws are 10, 20 (a quarter each) and 15, so that the ratio is 2, 1 or 4/3.
    const found = medianRatio([{ previous: [10, 20], current: [20] }], options)!
    expect([found.lower, found.upper]).toEqual([1, 2])
    // Five standard errors of a share of a quarter in 10 000 draws.
    expect(Math.abs(found.pValue - 0.25)).toBeLessThan(0.022)
  })

  test('take whole cases: two cases that differ from each other alone give ratios of three kinds', () => {
    const cases = [
      { previous: [10, 10, 10], current: [20, 20, 20] },
      { previous: [10, 10, 10], current: [5, 5, 5] },
    ]
    // Both drawn from the first: 2; from the second: ½; one of each: 12.5 over 10. A quarter, a quarter, a half.
    const found = medianRatio(cases, { ...options, confidence: 0.6 })!
    expect([found.ratio, found.lower, found.upper]).toEqual([1.25, 0.5, 2])
    expect(medianRatio(cases, { ...options, confidence: 0.4 })).toMatchObject({ lower: 1.25, upper: 1.25 })
    expect(Math.abs(found.pValue - 0.25)).toBeLessThan(0.022)
  })

  test('take runs as well where the cases are so few that they could all grow by chance', () => {
    const cases = (count: number) =>
      Array.from({ length: count }, () => ({ previous: [10, 20, 30], current: [10, 20, 30] }))
    const [four, five] = [4, 5].map((count) => medianRatio(cases(count), options)!)
    expect([five!.lower, five!.upper]).toEqual([1, 1])
    expect([four!.lower < 1, four!.upper > 1]).toEqual([true, true])
  })

  test('of five cases that all grow say no more than five coins', () => {
    const cases = Array.from({ length: 5 }, () => ({ previous: [1, 2, 3], current: [7, 8, 9] }))
    expect(medianRatio(cases, options)!.pValue).toBe(1 / 32)
  })

  test('that all grow leave a chance of one in as many as were drawn, never 0', () => {
    const found = medianRatio([{ previous: [1, 2, 3], current: [7, 8, 9] }], { ...options, draws: 999 })!
    expect(found.pValue).toBe(1 / 1000)
  })

  test('widen with the confidence', () => {
    const cases = [{ previous: range(100, 30), current: range(105, 30) }]
    const narrow = medianRatio(cases, { ...options, confidence: 0.5 })!
    const wide = medianRatio(cases, { ...options, confidence: 0.99 })!
    expect(wide.lower).toBeLessThan(narrow.lower)
    expect(wide.upper).toBeGreaterThan(narrow.upper)
    expect(narrow.lower).toBeLessThanOrEqual(narrow.ratio)
    expect(narrow.upper).toBeGreaterThanOrEqual(narrow.ratio)
  })
})
