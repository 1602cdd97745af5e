import { describe, expect, test } from 'vitest'

import { testWords } from '../support/declare.ts'
import { judgeRun, trajectoryOf } from '../support/judge-run.ts'
import type { StepSketch } from '../support/step-sketch.ts'

describe('of words', () => {
  // 0: no `a` yet, 1: an `a` came first, 2: a `b` without.
  testWords(
    'precedence: [a, b]',
    {
      next: [
        { a: 1, b: 2, c: 0 },
        { a: 1, b: 1, c: 1 },
        { a: 2, b: 2, c: 2 },
      ],
      accepts: [0, 1],
    },
    { words: 550, states: 3 },
  )
})

test.each<[string, string, StepSketch[], string, string | undefined]>([
  ['a partner that failed is none', 'precedence: [a, b]', [{ tool: 'a', error: 'x' }, { tool: 'b' }], 'fail', 'none'],
  ['what failed still needs one', 'precedence: [a, b]', [{ tool: 'b', error: 'x' }, { tool: 'a' }], 'fail', 'after'],
  [
    'one that runs at the same time is none',
    'precedence: [a, b]',
    [
      { tool: 'a', at: [0, 10] },
      { tool: 'b', at: [5, 15] },
    ],
    'fail',
    'concurrent',
  ],
  [
    'unless that is allowed',
    'precedence: { order: [a, b], concurrent: allowed }',
    [
      { tool: 'a', at: [0, 10] },
      { tool: 'b', at: [5, 15] },
    ],
    'pass',
    undefined,
  ],
  [
    'asked for at once, one after another',
    'precedence: [a, b]',
    [
      { model: 'm', asks: ['1', '2'] },
      { tool: 'a', id: '1' },
      { tool: 'b', id: '2' },
    ],
    'fail',
    'concurrent',
  ],
  [
    'too long ago',
    'precedence: { order: [a, b], within: 5s }',
    [
      { tool: 'a', at: [0, 10] },
      { tool: 'b', at: [5011, 5020] },
    ],
    'fail',
    'too-late',
  ],
  [
    'just in time',
    'precedence: { order: [a, b], within: 5s }',
    [
      { tool: 'a', at: [0, 10] },
      { tool: 'b', at: [5010, 5020] },
    ],
    'pass',
    undefined,
  ],
  [
    'another argument',
    'precedence: { order: [a, b], on: id }',
    [
      { tool: 'a', args: { id: 1 } },
      { tool: 'b', args: { id: 2 } },
    ],
    'fail',
    'none',
  ],
  [
    'an equal argument',
    'precedence: { order: [a, b], on: id }',
    [
      { tool: 'a', args: { id: 2 } },
      { tool: 'a', args: { id: 1 } },
      { tool: 'b', args: { id: 2 } },
    ],
    'pass',
    undefined,
  ],
  [
    'of a list, each and the next',
    'precedence: [a, b, c]',
    [{ tool: 'a' }, { tool: 'c' }, { tool: 'b' }],
    'fail',
    'after',
  ],
])('%s', (_name, item, steps, verdict, reason) => {
  expect(judgeRun(item, trajectoryOf(steps))).toMatchObject({ verdict, ...(reason && { reason }) })
})

test.each<[string, StepSketch[], string]>([
  ['precedence: [a, b]', [{ tool: 'b' }], 'inconclusive'],
  ['precedence: [a, b]', [{ tool: 'a' }, { tool: 'b' }], 'inconclusive'],
])('where spans may be lost: %s of %j', (item, steps, verdict) => {
  expect(judgeRun(item, trajectoryOf(steps, ['line 3 is unreadable'])).verdict).toBe(verdict)
})
