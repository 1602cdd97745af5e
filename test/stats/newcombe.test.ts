import { expect, test } from 'vitest'

import { judgeNonInferiority, newcombe } from '../../src/stats/newcombe.ts'

test.each([
  [56, 70, 48, 80, ['0.2000', '0.0524', '0.3339']],
  [15, 20, 19, 20, ['-0.2000', '-0.4225', '0.0318']],
])('%d of %d minus %d of %d', (passes, runs, before, runsBefore, expected) => {
  const found = newcombe({ previous: { passes: before, runs: runsBefore }, current: { passes, runs } }, 0.95)
  expect([found.estimate, found.lower, found.upper].map((value) => value.toFixed(4))).toEqual(expected)
})

test('the interval has a width also where all pass', () => {
  const { estimate, lower, upper } = newcombe(
    { previous: { passes: 10, runs: 10 }, current: { passes: 10, runs: 10 } },
    0.95,
  )
  // Wilson's interval of 10 of 10 reaches down to 0.7225.
  expect([estimate, lower.toFixed(4), upper.toFixed(4)]).toEqual([0, '-0.2775', '0.2775'])
})

test.each([
  [-0.04, 0.1, 'pass'],
  [-0.05, 0.1, 'inconclusive'],
  [-0.2, -0.05, 'inconclusive'],
  [-0.2, -0.06, 'fail'],
] as const)('from %d to %d with a margin of 0.05: %s', (lower, upper, verdict) => {
  expect(judgeNonInferiority({ lower, upper }, 0.05)).toBe(verdict)
})
