import { describe, expect, test } from 'vitest'

import { compareMetrics, type MetricComparison } from '../../src/stats/compare-metrics.ts'
import type { CasePair, CaseResult } from '../../src/stats/trial-results.ts'

const result = (metrics: Readonly<Record<string, readonly number[]>>): CaseResult => ({
  passes: 1,
  runs: 1,
  metrics: new Map(Object.entries(metrics)),
})
const pair = (id: string, previous: readonly number[], current: readonly number[], metric = 'tokens'): CasePair => ({
  id,
  previous: result({ [metric]: previous }),
  current: result({ [metric]: current }),
})
const options = { confidence: 0.95, seed: 1 }
const low = [1, 2, 3, 4, 5]
const high = [6, 7, 8, 9, 10]

const summary = ({ metric, test: by, verdict, reason, pValue }: MetricComparison): unknown[] => [
  metric,
  by,
  verdict,
  reason,
  pValue?.toFixed(6) ?? null,
]

describe('one case', () => {
  test('is tested by ranks', () => {
    expect(compareMetrics([pair('a', low, high)], options).map(summary)).toEqual([
      ['tokens', 'mann-whitney', 'fail', 'grown', '0.003968'],
    ])
    expect(compareMetrics([pair('a', high, low)], options).map(summary)).toEqual([
      ['tokens', 'mann-whitney', 'pass', 'no-growth-found', '1.000000'],
    ])
  })

  test('shows the ratio of medians with its interval', () => {
    const [found] = compareMetrics([pair('a', low, high)], options)
    expect(found!.ratio).toBeCloseTo(8 / 3, 12)
    expect(found!.interval!.lower).toBeGreaterThanOrEqual(6 / 5)
    expect(found!.interval!.upper).toBeLessThanOrEqual(10)
    expect(found!.interval!.lower).toBeLessThan(found!.interval!.upper)
  })

  test('with too few runs to show a growth is inconclusive, without an interval', () => {
    // One of three orders.
    expect(compareMetrics([pair('a', [1], [2, 3])], options)).toEqual([
      {
        metric: 'tokens',
        verdict: 'inconclusive',
        reason: 'too-few-runs',
        test: 'mann-whitney',
        pValue: expect.closeTo(1 / 3, 9) as number,
        adjusted: expect.closeTo(1 / 3, 9) as number,
        ratio: 2.5,
        interval: null,
      },
    ])
  })

  test('ties never show more than the runs can', () => {
    // Three and three that are all apart are one of 20 orders; the normal distribution would say 0.02.
    expect(compareMetrics([pair('a', [1, 1, 1], [2, 2, 2])], options).map(summary)).toEqual([
      ['tokens', 'mann-whitney', 'fail', 'grown', '0.050000'],
    ])
  })
})

describe('several cases', () => {
  test('are drawn', () => {
    const grown = ['a', 'b', 'c', 'd'].map((id) => pair(id, low, high))
    expect(compareMetrics(grown, options).map(summary)).toEqual([
      ['tokens', 'bootstrap', 'fail', 'grown', (1 / 10_001).toFixed(6)],
    ])
    const same = ['a', 'b', 'c', 'd'].map((id) => pair(id, low, low))
    expect(compareMetrics(same, options)[0]!.verdict).toBe('pass')
  })

  test('with one run each show no more than as many coins', () => {
    // All draws of two grow; so do two coins in one of four throws.
    const two = [pair('a', [10], [20]), pair('b', [10], [30])]
    expect(compareMetrics(two, options).map(summary)).toEqual([
      ['tokens', 'bootstrap', 'inconclusive', 'too-few-runs', '0.250000'],
    ])
    const five = ['a', 'b', 'c', 'd', 'e'].map((id) => pair(id, [10], [20]))
    expect(compareMetrics(five, options).map(summary)).toEqual([['tokens', 'bootstrap', 'fail', 'grown', '0.031250']])
  })

  test('count where both sides have values', () => {
    const cases = [pair('a', low, high), pair('b', [], high), pair('c', low, [])]
    expect(compareMetrics(cases, options).map(summary)).toEqual([
      ['tokens', 'mann-whitney', 'fail', 'grown', '0.003968'],
    ])
  })
})

describe('several metrics', () => {
  test('are adjusted together, in order of their names', () => {
    // 252 orders: of 1, 2, 3, 4, 6 below the rest two are as far apart.
    const cases: CasePair[] = [
      {
        id: 'a',
        previous: result({ tokens: low, cost: [1, 2, 3, 4, 6], time: low }),
        current: result({ tokens: high, cost: [5, 7, 8, 9, 10], time: low }),
      },
    ]
    const found = compareMetrics(cases, options)
    expect(found.map(({ metric }) => metric)).toEqual(['cost', 'time', 'tokens'])
    expect(found[0]!.pValue).toBeCloseTo(2 / 252, 9)
    expect(found[0]!.adjusted).toBeCloseTo((2 / 252) * (3 / 2), 9)
    expect(found[2]!.adjusted).toBeCloseTo((1 / 252) * 3, 9)
  })

  test('that cannot be compared are inconclusive and adjust nothing', () => {
    const cases: CasePair[] = [
      {
        id: 'a',
        previous: result({ cost: [0, 0, 0], gone: low, tokens: low }),
        current: result({ cost: [1, 1, 1], tokens: high, ['__proto__new']: low }),
      },
    ]
    expect(compareMetrics(cases, options).map(summary)).toEqual([
      ['__proto__new', null, 'inconclusive', 'no-common-case', null],
      ['cost', null, 'inconclusive', 'baseline-zero', null],
      ['gone', null, 'inconclusive', 'no-common-case', null],
      ['tokens', 'mann-whitney', 'fail', 'grown', '0.003968'],
    ])
    expect(compareMetrics(cases, options)[3]!.adjusted).toBeCloseTo(1 / 252, 9)
  })

  test('none of them gives none', () => {
    expect(
      compareMetrics([{ id: 'a', previous: { passes: 1, runs: 1 }, current: { passes: 1, runs: 1 } }], options),
    ).toEqual([])
  })
})
