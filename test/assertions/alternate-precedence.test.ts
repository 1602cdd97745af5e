import { describe, expect, test } from 'vitest'

import { testWords } from '../support/declare.ts'
import { judgeRun, trajectoryOf } from '../support/judge-run.ts'
import type { StepSketch } from '../support/step-sketch.ts'

describe('of words', () => {
  // 0: no unused `a`, 1: one is there, 2: a `b` without.
  testWords(
    'alternate-precedence: [a, b]',
    {
      next: [
        { a: 1, b: 2, c: 0 },
        { a: 1, b: 0, c: 1 },
        { a: 2, b: 2, c: 2 },
      ],
      accepts: [0, 1],
    },
    { words: 377, states: 3 },
  )
})

test.each<[string, string, StepSketch[], string, string | undefined]>([
  ['one for two', 'alternate-precedence: [a, b]', [{ tool: 'a' }, { tool: 'b' }, { tool: 'b' }], 'fail', 'too-late'],
  [
    'one for two, of different things',
    'alternate-precedence: { order: [a, b], on: id }',
    [
      { tool: 'a', args: { id: 1 } },
      { tool: 'a', args: { id: 2 } },
      { tool: 'b', args: { id: 1 } },
      { tool: 'b', args: { id: 2 } },
    ],
    'pass',
    undefined,
  ],
  [
    'a failed one between uses it up',
    'alternate-precedence: [a, b]',
    [{ tool: 'a' }, { tool: 'b', error: 'x' }, { tool: 'b' }],
    'fail',
    'too-late',
  ],
  [
    'two at the same time share one',
    'alternate-precedence: [a, b]',
    [
      { tool: 'a', at: [0, 10] },
      { tool: 'b', at: [20, 40] },
      { tool: 'b', at: [30, 50] },
    ],
    'pass',
    undefined,
  ],
])('%s', (_name, item, steps, verdict, reason) => {
  expect(judgeRun(item, trajectoryOf(steps))).toMatchObject({ verdict, ...(reason && { reason }) })
})

test.each<[string, StepSketch[], string]>([
  ['alternate-precedence: [a, b]', [{ tool: 'a' }, { tool: 'b' }, { tool: 'b' }], 'inconclusive'],
])('where spans may be lost: %s of %j', (item, steps, verdict) => {
  expect(judgeRun(item, trajectoryOf(steps, ['line 3 is unreadable'])).verdict).toBe(verdict)
})
