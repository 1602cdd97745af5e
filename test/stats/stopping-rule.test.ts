import { describe, expect, test } from 'vitest'

import { makeStoppingRule, type Counts } from '../../src/stats/stopping-rule.ts'
import type { TrialSettings } from '../../src/stats/trial-settings.ts'

const base: TrialSettings = { runs: 59, passRate: 0.95, confidence: 0.95, stop: 'e-process', isNever: false }
const sprt: TrialSettings = { ...base, stop: 'sprt', healthy: 0.95, regressed: 0.8 }

const counts = (passes: number, failures = 0, inconclusive = 0): Counts => ({ passes, failures, inconclusive })

describe('a pass', () => {
  test('by the bound takes all runs and no failure among 59', () => {
    const { provesPass } = makeStoppingRule(base)
    expect([counts(59), counts(58), counts(58, 1), counts(58, 0, 1)].map(provesPass)).toEqual([
      true,
      false,
      false,
      false,
    ])
  })

  test('by the sequential test takes 18 passes: 17 reach a ratio of 18.6, short of 19', () => {
    const { provesPass } = makeStoppingRule(sprt)
    expect([counts(17), counts(18), counts(18, 1), counts(18, 0, 1)].map(provesPass)).toEqual([
      false,
      true,
      false,
      false,
    ])
  })

  test('of a claim about every run takes them all', () => {
    const { provesPass } = makeStoppingRule({ ...base, runs: 5, passRate: 1 })
    expect([counts(4), counts(4, 0, 1), counts(5)].map(provesPass)).toEqual([false, false, true])
  })

  test('of a rule that says never takes what its rate takes', () => {
    expect(makeStoppingRule({ ...base, isNever: true }).provesPass(counts(59))).toBe(true)
    expect(makeStoppingRule({ ...base, isNever: true, runs: 58 }).provesPass(counts(58))).toBe(false)
    expect(makeStoppingRule({ ...sprt, isNever: true }).provesPass(counts(18))).toBe(true)
  })
})

describe('a failure', () => {
  test('by the e-process takes two at once, three after two passes', () => {
    const { provesFail } = makeStoppingRule(base)
    expect([counts(0, 1), counts(0, 2), counts(2, 2), counts(2, 3)].map(provesFail)).toEqual([false, true, false, true])
  })

  test('by the sequential test takes three at once: each is four times as likely of a regressed agent', () => {
    const { provesFail } = makeStoppingRule(sprt)
    expect([counts(0, 2), counts(0, 3), counts(18, 3)].map(provesFail)).toEqual([false, true, false])
  })

  test('is never found among inconclusive runs', () => {
    for (const settings of [base, sprt, { ...base, stop: 'none' }, { ...base, passRate: 1 }] as const) {
      expect(makeStoppingRule(settings).provesFail(counts(0, 0, 59))).toBe(false)
    }
  })

  test.each<Partial<TrialSettings>>([{ isNever: true }, { passRate: 1 }, { stop: 'first-failure' }])(
    'is one failed run where %j',
    (change) => {
      const rule = makeStoppingRule({ ...base, ...change })
      expect([rule.isRefutedByOne, rule.provesFail(counts(40, 1)), rule.provesFail(counts(40))]).toEqual([
        true,
        true,
        false,
      ])
    },
  )

  test('without early stop is judged at the end alone', () => {
    const { provesFail } = makeStoppingRule({ ...base, stop: 'none' })
    expect([counts(0, 58), counts(0, 59)].map(provesFail)).toEqual([false, true])
  })
})

test('what a rule weighs stands beside what it has to reach', () => {
  expect(makeStoppingRule({ ...base, passRate: 0.9 }).weigh(counts(0, 2))).toEqual({
    kind: 'e-value',
    value: expect.closeTo(37, 9) as number,
    threshold: expect.closeTo(20, 9) as number,
  })
  expect(makeStoppingRule(sprt).weigh(counts(1, 1))).toEqual({
    kind: 'log-likelihood-ratio',
    value: expect.closeTo(Math.log((0.8 * 0.2) / (0.95 * 0.05)), 9) as number,
    threshold: expect.closeTo(Math.log(19), 9) as number,
  })
  expect(makeStoppingRule({ ...base, stop: 'none' }).weigh(counts(1, 1))).toBeNull()
})
