import { describe, expect, test } from 'vitest'

import { testWords } from '../support/declare.ts'
import { judgeRun, trajectoryOf } from '../support/judge-run.ts'
import type { StepSketch } from '../support/step-sketch.ts'

describe('of words', () => {
  // 0: the last was no `a`, 1: it was, 2: a `b` after something else.
  testWords(
    'chain-precedence: [a, b]',
    {
      next: [
        { a: 1, b: 2, c: 0 },
        { a: 1, b: 0, c: 0 },
        { a: 2, b: 2, c: 2 },
      ],
      accepts: [0, 1],
    },
    { words: 288, states: 3 },
  )
})

test.each<[string, string, StepSketch[], string, string | undefined]>([
  [
    'model calls stand between',
    'chain-precedence: [a, b]',
    [{ tool: 'a' }, { model: 'm' }, { tool: 'b' }],
    'pass',
    undefined,
  ],
  [
    'another tool stands between',
    'chain-precedence: [a, b]',
    [{ tool: 'a' }, { tool: 'c' }, { tool: 'b' }],
    'fail',
    'too-late',
  ],
  [
    'another tool runs beside',
    'chain-precedence: [a, b]',
    [
      { tool: 'a', at: [0, 10] },
      { tool: 'c', at: [15, 40] },
      { tool: 'b', at: [20, 30] },
    ],
    'pass',
    undefined,
  ],
  [
    'each of two that are asked for at once',
    'chain-precedence: [a, b]',
    [
      { model: 'm', asks: ['1'] },
      { tool: 'a', id: '1' },
      { model: 'm', asks: ['2', '3'] },
      { tool: 'c', id: '2' },
      { tool: 'b', id: '3' },
    ],
    'pass',
    undefined,
  ],
  [
    'too long ago',
    'chain-precedence: { order: [a, b], within: 1s }',
    [
      { tool: 'a', at: [0, 10] },
      { tool: 'b', at: [1011, 1020] },
    ],
    'fail',
    'too-late',
  ],
])('%s', (_name, item, steps, verdict, reason) => {
  expect(judgeRun(item, trajectoryOf(steps))).toMatchObject({ verdict, ...(reason && { reason }) })
})

test.each<[string, StepSketch[], string]>([
  ['chain-precedence: [a, b]', [{ tool: 'c' }, { tool: 'b' }], 'inconclusive'],
])('where spans may be lost: %s of %j', (item, steps, verdict) => {
  expect(judgeRun(item, trajectoryOf(steps, ['line 3 is unreadable'])).verdict).toBe(verdict)
})
