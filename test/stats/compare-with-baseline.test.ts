import { expect, test } from 'vitest'

import { compareWithBaseline } from '../../src/stats/compare-with-baseline.ts'
import type { CaseResult, TrialResults } from '../../src/stats/trial-results.ts'

const settings = { confidence: 0.95, seed: 1 }
const results = (cases: Readonly<Record<string, CaseResult>>): TrialResults => new Map(Object.entries(cases))
const good: CaseResult = { passes: 20, runs: 20 }
const bad: CaseResult = { passes: 10, runs: 20 }

test('unchanged results pass, without a note', () => {
  const same = results({ a: { ...good, versions: '1' }, b: { ...good, versions: '1' } })
  const found = compareWithBaseline(same, same, settings)
  expect([found.verdict, found.rate.test, found.metrics, found.notes]).toEqual([
    'pass',
    'cochran-mantel-haenszel',
    [],
    [],
  ])
})

test('one failure of rate or metric fails, before anything inconclusive', () => {
  const low = new Map([['tokens', [1, 2, 3, 4, 5]]])
  const high = new Map([['tokens', [6, 7, 8, 9, 10]]])
  const verdictOf = (previous: CaseResult, current: CaseResult): string =>
    compareWithBaseline(results({ a: previous }), results({ a: current }), settings).verdict
  expect(verdictOf(good, bad)).toBe('fail')
  expect(verdictOf({ ...good, metrics: low }, { ...good, metrics: high })).toBe('fail')
  expect(verdictOf({ passes: 1, runs: 1, metrics: low }, { passes: 1, runs: 1, metrics: high })).toBe('fail')
  expect(verdictOf({ ...good, metrics: low }, good)).toBe('inconclusive')
  expect(verdictOf({ ...good, metrics: low }, { ...good, metrics: low })).toBe('pass')
})

test('what is not alike on both sides is noted, never pooled in silence', () => {
  const seeds = (...names: string[]): CaseResult => ({
    passes: names.length,
    runs: names.length,
    passedBySeed: new Map(names.map((name) => [name, true])),
  })
  const previous = results({ a: { ...good, versions: '1' }, b: seeds('1', '2'), gone: good })
  const current = results({ fresh: good, b: seeds('1', '3'), a: { ...good, versions: '2' } })
  expect(compareWithBaseline(previous, current, { ...settings, margin: 0.05 }).notes).toEqual([
    { id: 'case-only-previous', cases: ['gone'] },
    { id: 'case-only-current', cases: ['fresh'] },
    { id: 'versions-differ', cases: ['a'] },
    { id: 'seeds-differ', cases: ['b'] },
    { id: 'margin-unused', cases: ['a', 'b'] },
  ])
})

test('the margin of a single case is used', () => {
  const found = compareWithBaseline(results({ a: good }), results({ a: good }), { ...settings, margin: 0.05 })
  expect([found.rate.test, found.verdict, found.notes]).toEqual(['newcombe', 'inconclusive', []])
})

test('without a common case nothing passes', () => {
  const found = compareWithBaseline(results({ a: good }), results({}), settings)
  expect([found.verdict, found.rate.reason]).toEqual(['inconclusive', 'no-common-case'])
})
