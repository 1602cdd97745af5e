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
