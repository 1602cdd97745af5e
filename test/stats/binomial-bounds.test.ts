import { describe, expect, test } from 'vitest'

import { lowerBound, upperBound, wilsonInterval } from '../../src/stats/binomial-bounds.ts'
import { createRandom } from '../../src/stats/random.ts'
import { binomialChances, sumOf } from '../support/binomial-chances.ts'
import { characteristicsOf } from '../support/operating-characteristics.ts'

const digits = (value: number): string => value.toFixed(4)

describe('exact bounds at 95 %', () => {
  test.each([
    [1, 1, '0.0500', '1.0000'],
    [3, 3, '0.3684', '1.0000'],
    [5, 5, '0.5493', '1.0000'],
    [10, 10, '0.7411', '1.0000'],
    [20, 20, '0.8609', '1.0000'],
    [30, 30, '0.9050', '1.0000'],
    [59, 59, '0.9505', '1.0000'],
    [0, 5, '0.0000', '0.4507'],
    [0, 20, '0.0000', '0.1391'],
    [4, 5, '0.3426', '0.9898'],
    [9, 10, '0.6058', '0.9949'],
    [19, 20, '0.7839', '0.9974'],
    [47, 50, '0.8522', '0.9834'],
    [95, 100, '0.8977', '0.9801'],
  ])('%d of %d', (passes, runs, lower, upper) => {
    expect([lowerBound(passes, runs, 0.95), upperBound(passes, runs, 0.95)].map(digits)).toEqual([lower, upper])
  })

  test('a gate on pass^k takes the power of the bound', () => {
    expect(digits(lowerBound(9, 10, 0.95) ** 4)).toBe('0.1347')
  })

  test('no run at all says nothing', () => {
    expect([lowerBound(0, 0, 0.95), upperBound(0, 0, 0.95)]).toEqual([0, 1])
  })

  test.each([0.8, 0.95, 0.99])(
    'up to 60 runs the true rate lies outside in at most 1 − %d of all experiments',
    (confidence) => {
      const alpha = 1 - confidence
      for (let runs = 1; runs <= 60; runs++) {
        const bounds = Array.from({ length: runs + 1 }, (_, passes) => lowerBound(passes, runs, confidence))
        const uppers = Array.from({ length: runs + 1 }, (_, passes) => upperBound(passes, runs, confidence))
        for (let percent = 1; percent < 100; percent += 2) {
          const chances = binomialChances(runs, percent / 100)
          expect(sumOf(chances.filter((_, passes) => bounds[passes]! > percent / 100))).toBeLessThanOrEqual(
            alpha + 1e-12,
          )
          expect(sumOf(chances.filter((_, passes) => uppers[passes]! < percent / 100))).toBeLessThanOrEqual(
            alpha + 1e-12,
          )
        }
      }
    },
  )

  test('no greater lower bound would do: at the bound itself as many passes or more have exactly the chance 1 − confidence', () => {
    for (let runs = 1; runs <= 60; runs++) {
      for (let passes = 1; passes <= runs; passes++) {
        const chances = binomialChances(runs, lowerBound(passes, runs, 0.95))
        expect(sumOf(chances.slice(passes))).toBeCloseTo(0.05, 10)
      }
    }
  })
})

describe('Wilson intervals at 95 %', () => {
  test.each([
    [3, 3, '0.4385', '1.0000'],
    [10, 10, '0.7225', '1.0000'],
    [20, 20, '0.8389', '1.0000'],
    [0, 10, '0.0000', '0.2775'],
    [9, 10, '0.5958', '0.9821'],
    [19, 20, '0.7639', '0.9911'],
  ])('%d of %d', (passes, runs, lower, upper) => {
    const interval = wilsonInterval(passes, runs, 0.95)
    expect([interval.lower, interval.upper].map(digits)).toEqual([lower, upper])
  })

  test('without runs it is everything, and at the ends it touches them exactly', () => {
    expect(wilsonInterval(0, 0, 0.95)).toEqual({ lower: 0, upper: 1 })
    expect([wilsonInterval(0, 7, 0.9).lower, wilsonInterval(7, 7, 0.9).upper]).toEqual([0, 1])
  })
})

describe('looking after each run at an interval of a fixed number of runs', () => {
  const refutes = (passes: number, runs: number): boolean => wilsonInterval(passes, runs, 0.95).upper < 0.9
  /** Stops at the first look from 5 runs on that refutes a true rate of 0.9. */
  const peek = (passes: number, failures: number): 'fail' | null =>
    passes + failures >= 5 && refutes(passes, passes + failures) ? 'fail' : null

  test('refutes a true rate in 18.6 % of all experiments, one look at the end in 2.45 %', () => {
    expect((characteristicsOf(peek, 50, 0.9).fail * 100).toFixed(1)).toBe('18.6')
    const once = binomialChances(50, 0.9).filter((_, passes) => refutes(passes, 50))
    expect((sumOf(once) * 100).toFixed(2)).toBe('2.45')
  })

  test('so does a simulation', () => {
    const draw = createRandom(2026)
    let peeked = 0
    let once = 0
    const experiments = 20_000
    const table = Array.from({ length: 51 }, (_, runs) =>
      Array.from({ length: runs + 1 }, (_unused, passes) => runs >= 5 && refutes(passes, runs)),
    )
    for (let experiment = 0; experiment < experiments; experiment++) {
      let passes = 0
      let isRefuted = false
      for (let run = 1; run <= 50; run++) {
        if (draw(10) > 0) passes++
        if (table[run]![passes]) isRefuted = true
      }
      if (isRefuted) peeked++
      if (table[50]![passes]) once++
    }
    // Four standard errors of a share in 20 000 experiments.
    expect(Math.abs(peeked / experiments - 0.186)).toBeLessThan(0.011)
    expect(Math.abs(once / experiments - 0.0245)).toBeLessThan(0.0044)
  })
})
