import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { logEValue } from '../../src/stats/e-process.ts'
import { add, choose, divide, fraction, isSame, power, times, toNumber, type Fraction } from '../support/fraction.ts'
import { characteristicsOf } from '../support/operating-characteristics.ts'

/** The mean likelihood ratio over rates below p, by the alternating sum of the integral, which is exact in fractions. */
function exactEValue(passes: number, failures: number, p: Fraction): Fraction {
  let integral = fraction(0)
  for (let index = 0; index <= failures; index++) {
    const exponent = passes + index + 1
    const term = divide(times(fraction(choose(failures, index)), power(p, exponent)), fraction(exponent))
    integral = add(integral, index % 2 === 0 ? term : { ...term, over: -term.over })
  }
  const rest = { over: p.under - p.over, under: p.under }
  return divide(integral, times(times(p, power(p, passes)), power(rest, failures)))
}

const ninety = fraction(9, 10)
const ninetyFive = fraction(95, 100)

describe('e-values', () => {
  test.each([
    [ninety, 0, 0, fraction(1)],
    [ninety, 0, 1, fraction(11, 2)],
    [ninety, 0, 2, fraction(37)],
    [ninety, 1, 2, fraction(41, 4)],
    [ninety, 10, 3, fraction(1523, 2002)],
    [ninety, 5, 5, fraction(15_676, 231)],
    [ninetyFive, 0, 1, fraction(21, 2)],
  ])('are known fractions', (rate, passes, failures, expected) => {
    expect(isSame(exactEValue(passes, failures, rate), expected)).toBe(true)
    expect(Math.exp(logEValue(passes, failures, toNumber(rate)))).toBeCloseTo(toNumber(expected), 9)
  })

  test('0 of 2 against 0.95 is 140.3333', () => {
    expect(Math.exp(logEValue(0, 2, 0.95)).toFixed(4)).toBe('140.3333')
  })

  test('are exact up to 60 runs', () => {
    for (const rate of [ninety, ninetyFive, fraction(1, 2)]) {
      for (let runs = 0; runs <= 60; runs += 4) {
        for (let failures = 0; failures <= runs; failures += 3) {
          const exact = toNumber(exactEValue(runs - failures, failures, rate))
          const found = Math.exp(logEValue(runs - failures, failures, toNumber(rate)))
          expect(Math.abs(found / exact - 1)).toBeLessThan(1e-10)
        }
      }
    }
  })

  test('have the mean 1 if the rate is as claimed, and less if it is higher', () => {
    const meanAt = (rate: Fraction, runs: number): Fraction => {
      const rest = { over: rate.under - rate.over, under: rate.under }
      let mean = fraction(0)
      for (let passes = 0; passes <= runs; passes++) {
        const chance = times(times(fraction(choose(runs, passes)), power(rate, passes)), power(rest, runs - passes))
        mean = add(mean, times(chance, exactEValue(passes, runs - passes, ninety)))
      }
      return mean
    }
    for (const runs of [1, 5, 12]) {
      expect(isSame(meanAt(ninety, runs), fraction(1))).toBe(true)
      expect(toNumber(meanAt(ninetyFive, runs))).toBeLessThan(1)
    }
  })

  test('fall with every pass and rise with every failure', () => {
    const count = fc.integer({ min: 0, max: 300 })
    fc.assert(
      fc.property(count, count, fc.double({ min: 0.01, max: 0.999, noNaN: true }), (passes, failures, rate) => {
        const value = logEValue(passes, failures, rate)
        return logEValue(passes + 1, failures, rate) < value && logEValue(passes, failures + 1, rate) > value
      }),
      { seed: 3 },
    )
  })

  test('stay finite for thousands of runs', () => {
    expect(logEValue(0, 10_000, 0.999)).toBeGreaterThan(60_000)
    expect(logEValue(10_000, 0, 0.999)).toBeCloseTo(-Math.log(10_001), 9)
  })
})

const decideAt = (rate: number) => (passes: number, failures: number) =>
  logEValue(passes, failures, rate) >= Math.log(20) ? ('fail' as const) : null

describe('rejection at α 0.05', () => {
  test.each([
    [0.9, [2, 3, 3, 5, 6, 9]],
    [0.95, [2, 2, 3, 3, 5, 6]],
  ])('of %d takes so many failures after 0, 1, 2, 5, 10 and 20 passes', (rate, failures) => {
    const least = (passes: number): number => {
      let count = 0
      while (decideAt(rate)(passes, count) === null) count++
      return count
    }
    expect([0, 1, 2, 5, 10, 20].map(least)).toEqual(failures)
  })

  test.each([
    [0.9, 50, 0.9, '0.0243', '48.99', '8.27'],
    [0.9, 50, 0.8, '0.3263', '40.67', '21.40'],
    [0.9, 50, 0.7, '0.8502', '23.96', '19.37'],
    [0.9, 50, 0.5, '0.9999', '7.66', '7.66'],
    [0.95, 60, 0.95, '0.0160', '59.21', '10.39'],
    [0.95, 60, 0.9, '0.1661', '54.06', '24.22'],
    [0.95, 60, 0.8, '0.8497', '28.87', '23.36'],
    [0.95, 60, 0.5, '1.0000', '5.35', '5.35'],
  ])('of %d up to %d runs at a true rate of %d', (claimed, cap, rate, fail, meanRuns, meanRunsWhenFailing) => {
    const found = characteristicsOf(decideAt(claimed), cap, rate)
    expect([found.fail.toFixed(4), found.meanRuns.toFixed(2), found.meanRunsWhenFailing.toFixed(2)]).toEqual([
      fail,
      meanRuns,
      meanRunsWhenFailing,
    ])
  })

  test('is wrong in at most 5 % of all experiments, whatever the claim, however long they run', () => {
    for (const rate of [0.5, 0.8, 0.9, 0.99]) {
      expect(characteristicsOf(decideAt(rate), 300, rate).fail).toBeLessThanOrEqual(0.05)
    }
  })
})
