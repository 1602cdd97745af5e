import { expect, test } from 'vitest'

import { findTrialProblems, requiredRate, type TrialSettings } from '../../src/stats/trial-settings.ts'

const usable: TrialSettings = { runs: 59, passRate: 0.95, confidence: 0.95, stop: 'e-process', isNever: false }
const sprt = { ...usable, stop: 'sprt', healthy: 0.95, regressed: 0.8 } as const

test.each<[string, TrialSettings]>([
  ['a rate', usable],
  ['every run', { ...usable, passRate: 1 }],
  ['all of k', { ...usable, passAll: { k: 59, min: 1 } }],
  ['no infrastructure error', { ...usable, infraErrors: { max: 0 } }],
  ['two rates', sprt],
  ['rates that nobody reads', { ...sprt, stop: 'e-process', healthy: 0.1 }],
])('%s can be claimed', (_, settings) => {
  expect(findTrialProblems(settings)).toEqual([])
})

test.each<[Partial<TrialSettings>, string]>([
  [{ runs: 0 }, '`runs` is `0`; it takes a whole number from 1 to 10000'],
  [{ runs: 1.5 }, '`runs` is `1.5`; it takes a whole number from 1 to 10000'],
  [{ runs: 1e300 }, '`runs` is `1e+300`; it takes a whole number from 1 to 10000'],
  [{ passRate: 0 }, '`passRate` is `0`; it lies above 0 and at most at 1'],
  [{ passRate: 95 }, '`passRate` is `95`; it lies above 0 and at most at 1'],
  [{ passRate: NaN }, '`passRate` is `NaN`; it lies above 0 and at most at 1'],
  [{ confidence: 1 }, '`confidence` is `1`; it lies between 0 and 1'],
  [{ stop: 'never' as 'none' }, '`stop` is `never`; choose e-process, sprt, first-failure, none'],
  [{ infraErrors: { max: 1 } }, '`infraErrors.max` is `1`; it is at least 0 and below 1'],
  [{ passAll: { k: 60, min: 0.8 } }, '`passAll.k` is `60`; it takes a whole number from 1 to `runs`'],
  [{ passAll: { k: 4, min: 0 } }, '`passAll.min` is `0`; it lies above 0 and at most at 1'],
  [{ stop: 'sprt', healthy: 0.95 }, '`stop: sprt` takes `healthy` and `regressed`'],
  [
    { ...sprt, healthy: 0.96, regressed: 0.97 },
    '`regressed` is `0.97` and `healthy` `0.96`; both lie between 0 and 1, `regressed` lower',
  ],
  [{ ...sprt, healthy: 1 }, '`regressed` is `0.8` and `healthy` `1`; both lie between 0 and 1, `regressed` lower'],
  [{ ...sprt, passRate: 0.99 }, '`passRate` `0.99` lies above `healthy` `0.95`, which decides'],
  [{ ...sprt, confidence: 0.5 }, '`confidence` is `0.5`; `stop: sprt` takes more than 0.5'],
  [
    { ...sprt, passAll: { k: 4, min: 0.8 } },
    '`passAll` takes a number of runs that is fixed beforehand; `stop: sprt` has none',
  ],
])('%j is refused', (change, problem) => {
  expect(findTrialProblems({ ...usable, ...change })).toEqual([problem])
})

test('all problems are told at once', () => {
  expect(findTrialProblems({ ...usable, runs: -1, confidence: 2 })).toHaveLength(2)
})

test('a claim about k runs is one about the k-th root', () => {
  expect(requiredRate({ ...usable, passAll: { k: 2, min: 0.9801 } })).toBeCloseTo(0.99, 12)
  expect(requiredRate({ ...usable, passAll: { k: 2, min: 0.81 } })).toBe(0.95)
})
