import { describe, expect, test } from 'vitest'

import { compareRates, hasEqualSeeds } from '../../src/stats/compare-rates.ts'
import type { CasePair, CaseResult } from '../../src/stats/trial-results.ts'

const pair = (previous: CaseResult, current: CaseResult, id = 'case'): CasePair => ({ id, previous, current })
const rates = (before: number, now: number, runs = 20, id = 'case'): CasePair =>
  pair({ passes: before, runs }, { passes: now, runs }, id)
/** Outcomes by seed: `1101` are passes of seeds 0, 1 and 3. */
const seeded = (text: string): CaseResult => {
  const passedBySeed = new Map(Array.from(text, (digit, seed) => [`${seed}`, digit === '1']))
  return { passes: text.replaceAll('0', '').length, runs: text.length, passedBySeed }
}
const at95 = { confidence: 0.95 }

const summary = (cases: readonly CasePair[], margin?: number): (string | undefined | null)[] => {
  const found = compareRates(cases, margin === undefined ? at95 : { ...at95, margin })
  return [found.test, found.verdict, found.reason, found.pValue?.toFixed(5)]
}

describe('one case', () => {
  test.each([
    [19, 12, 20, ['fisher', 'fail', 'regressed', '0.00983']],
    [19, 15, 20, ['fisher', 'pass', 'no-regression-found', '0.09088']],
    [20, 20, 20, ['fisher', 'pass', 'no-regression-found', '1.00000']],
    // Of two and two runs all that differ are a sixth of the splits.
    [2, 0, 2, ['fisher', 'inconclusive', 'too-few-runs', '0.16667']],
    [2, 2, 2, ['fisher', 'inconclusive', 'too-few-runs', '1.00000']],
    [0, 20, 20, ['fisher', 'pass', 'improved', '1.00000']],
    // Nothing is worse than a baseline that never passed.
    [0, 0, 20, ['fisher', 'inconclusive', 'too-few-runs', '1.00000']],
  ])('%d and then %d of %d', (before, now, runs, expected) => {
    expect(summary([rates(before, now, runs)])).toEqual(expected)
  })

  test.each([
    // Lower ends of 0.7225 − 1 for ten runs, and of 1/(1 + 1.96²/100) − 1 for a hundred: −0.0370.
    [10, 10, 10, 0.05, ['newcombe', 'inconclusive', 'margin-undecided', undefined]],
    [100, 100, 100, 0.05, ['newcombe', 'pass', 'not-inferior', undefined]],
    [20, 5, 20, 0.05, ['newcombe', 'fail', 'inferior', undefined]],
    [19, 15, 20, 0.5, ['newcombe', 'pass', 'not-inferior', undefined]],
  ])('%d and then %d of %d with a margin of %d', (before, now, runs, margin, expected) => {
    expect(summary([rates(before, now, runs)], margin)).toEqual(expected)
  })

  test('shows by how much the rate changed', () => {
    const { difference } = compareRates([rates(19, 15)], at95)
    expect([difference!.estimate, difference!.lower, difference!.upper].map((value) => value.toFixed(4))).toEqual([
      '-0.2000',
      '-0.4225',
      '0.0318',
    ])
  })
})

describe('several cases', () => {
  const strata = [rates(10, 8, 10, 'a'), rates(9, 5, 10, 'b'), rates(8, 7, 10, 'c')]

  test('are compared each with itself, with continuity correction, on one side', () => {
    // Half of 0.06108.
    expect(summary(strata)).toEqual(['cochran-mantel-haenszel', 'fail', 'regressed', '0.03054'])
    expect(compareRates(strata, { confidence: 0.99 }).verdict).toBe('pass')
    expect(compareRates(strata, at95).difference).toBeNull()
  })

  test('of which nothing varies pass if a regression would have been seen', () => {
    expect(summary([rates(10, 10, 10, 'a'), rates(10, 10, 10, 'b')])).toEqual([
      'cochran-mantel-haenszel',
      'pass',
      'no-regression-found',
      '1.00000',
    ])
    // Expected 1 in all of 2 runs each, less ½; the variance is ½: z = 0.71, above which lies 0.24.
    expect(summary([rates(1, 1, 1, 'a'), rates(1, 1, 1, 'b')])).toEqual([
      'cochran-mantel-haenszel',
      'inconclusive',
      'too-few-runs',
      '1.00000',
    ])
  })
})

describe('runs with the same seeds', () => {
  test('are compared in pairs', () => {
    // Eight worse, one better.
    const worse = pair(seeded('11111111011'), seeded('00000000111'))
    expect(summary([worse])).toEqual(['mcnemar', 'fail', 'regressed', '0.01953'])
    expect(summary([pair(worse.current, worse.previous)])).toEqual(['mcnemar', 'pass', 'improved', '0.99805'])
  })

  test('over all cases together', () => {
    const cases = [pair(seeded('1111'), seeded('0000'), 'a'), pair(seeded('11111'), seeded('00001'), 'b')]
    expect(summary(cases)).toEqual(['mcnemar', 'fail', 'regressed', '0.00391'])
  })

  test('too few to show anything are inconclusive: four that all got worse are one of 16 ways', () => {
    expect(summary([pair(seeded('1111'), seeded('0000'))])).toEqual([
      'mcnemar',
      'inconclusive',
      'too-few-runs',
      '0.06250',
    ])
  })

  test.each<[string, CasePair, boolean]>([
    ['the same', pair(seeded('10'), seeded('01')), true],
    ['one more now', pair(seeded('10'), seeded('011')), false],
    ['one more before', pair(seeded('101'), seeded('01')), false],
    ['none before', pair({ passes: 1, runs: 2 }, seeded('01')), false],
    ['not of every run', pair({ ...seeded('10'), runs: 3 }, seeded('01')), false],
    ['others', pair(seeded('1'), { passes: 1, runs: 1, passedBySeed: new Map([['other', true]]) }), false],
  ])('seeds: %s', (_, cases, expected) => {
    expect(hasEqualSeeds(cases)).toBe(expected)
  })
})

test('without a common case nothing is compared', () => {
  expect(compareRates([], at95)).toEqual({
    verdict: 'inconclusive',
    reason: 'no-common-case',
    test: null,
    pValue: null,
    difference: null,
  })
})
