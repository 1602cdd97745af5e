import { expect, test } from 'vitest'

import { drawnData, stepComparison } from '../../src/reporters/step-comparison.ts'

test('expected beside observed, concurrent steps bracketed', () => {
  const lines = stepComparison({
    expected: ['lookup_order', ['check_policy', 'fetch_invoice'], 'refund'],
    observed: [['fetch_invoice', 'check_policy', 'log'], 'refund (timeout)'],
  })
  expect(lines).toEqual([
    'expected          observed',
    '  lookup_order    ┌ fetch_invoice',
    '┌ check_policy    │ check_policy',
    '└ fetch_invoice   └ log',
    '  refund            refund (timeout)',
  ])
})

test('the nearest step, key by key', () => {
  const diff = [
    { path: '$.order_id', expected: '`"O-1"`', actual: '[string, 5 characters, #ab]' },
    { path: '$.amount', expected: 'at most 500', actual: null },
  ]
  expect(stepComparison({ nearest: { step: 'refund', diff } })).toEqual([
    'nearest: refund',
    '  $.order_id: expected `"O-1"`, recorded [string, 5 characters, #ab]',
    '  $.amount: expected at most 500, recorded nothing',
  ])
})

test('the steps of a plan as a table', () => {
  const steps = [
    { id: 'fetch-billing', verdict: 'skipped' },
    { id: null, verdict: 'inserted', observed: 'orders.search' },
  ]
  expect(stepComparison({ steps })).toEqual([
    'plan step       verdict    observed',
    'fetch-billing   skipped    —',
    '—               inserted   orders.search',
  ])
})

test('of other findings nothing is drawn', () => {
  expect(drawnData({ expected: ['a'], observed: ['b'], secret: 'x' })).toEqual({})
  expect(drawnData({ assertion: 'p', expected: ['a'], secret: 'x' })).toEqual({ assertion: 'p', expected: ['a'] })
  expect(stepComparison({ expected: 'text', observed: 3, nearest: 'x', steps: ['id1', 'id2'] })).toEqual([])
})

test('a hundred steps are cut, and counted', () => {
  const many = Array.from({ length: 100 }, (_, index) => `step${index}`)
  const lines = stepComparison({ expected: [], observed: many })
  expect(lines).toHaveLength(26)
  expect(lines.at(-1)!.trim()).toBe('… 76 more')
})

test('of repeated runs the first that did not pass, each with its first reason', () => {
  const because = [{ message: 'run has 0 calls' }, { message: 'run has a loop' }]
  const failed = [
    { recording: 'a.jsonl', run: 'r1', outcome: 'fail', because },
    { recording: 'b.jsonl', run: 'r2', outcome: 'infra', because: [] },
    { recording: 'b.jsonl', run: 'r3', outcome: 'inconclusive', because: [] },
    ...Array.from({ length: 4 }, (_, index) => ({ recording: 'c', run: `r${index + 4}`, outcome: 'fail', because })),
  ]
  expect(drawnData({ trajectory: 't', failed, lower: 0 })).toEqual({ failed })
  expect(stepComparison({ failed })).toEqual([
    'run r1 in a.jsonl: run has 0 calls',
    'run r2 in b.jsonl: ended in an error of provider, network or quota',
    'run r3 in b.jsonl: inconclusive',
    'run r4 in c: run has 0 calls',
    'run r5 in c: run has 0 calls',
    '… 2 more',
  ])
})
