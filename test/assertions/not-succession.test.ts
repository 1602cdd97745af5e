import { describe, expect, test } from 'vitest'

import { testWords } from '../support/declare.ts'
import { judgeRun, trajectoryOf } from '../support/judge-run.ts'
import type { StepSketch } from '../support/step-sketch.ts'

describe('of words', () => {
  // 0: no `a` yet, 1: an `a` came, 2: a `b` after it.
  testWords(
    'not-succession: [a, b]',
    {
      next: [
        { a: 1, b: 0, c: 0 },
        { a: 1, b: 2, c: 1 },
        { a: 2, b: 2, c: 2 },
      ],
      accepts: [0, 1],
    },
    { words: 448, states: 3 },
  )
})

test.each<[string, string, StepSketch[], string, string | undefined]>([
  ['later', 'not-succession: [a, b]', [{ tool: 'a' }, { tool: 'c' }, { tool: 'b' }], 'fail', 'after'],
  [
    'at the same time',
    'not-succession: [a, b]',
    [
      { tool: 'a', at: [0, 10] },
      { tool: 'b', at: [5, 15] },
    ],
    'pass',
    undefined,
  ],
  [
    'at the same time, where that is forbidden',
    'not-succession: { order: [a, b], concurrent: violation }',
    [
      { tool: 'a', at: [0, 10] },
      { tool: 'b', at: [5, 15] },
    ],
    'fail',
    'concurrent',
  ],
  ['a failed one after', 'not-succession: [a, b]', [{ tool: 'a' }, { tool: 'b', error: 'x' }], 'fail', 'after'],
  [
    'both failed',
    'not-succession: [a, b]',
    [
      { tool: 'a', error: 'x' },
      { tool: 'b', error: 'x' },
    ],
    'pass',
    undefined,
  ],
  [
    'of another thing',
    'not-succession: { order: [a, b], on: id }',
    [
      { tool: 'a', args: { id: 1 } },
      { tool: 'b', args: { id: 2 } },
    ],
    'pass',
    undefined,
  ],
  [
    'much later',
    'not-succession: { order: [a, b], within: 1s }',
    [
      { tool: 'a', at: [0, 10] },
      { tool: 'b', at: [1011, 1020] },
    ],
    'pass',
    undefined,
  ],
  [
    'four steps later',
    'not-succession: { order: [a, b], withinSteps: 1 }',
    [{ tool: 'a' }, { tool: 'c' }, { tool: 'b' }],
    'pass',
    undefined,
  ],
])('%s', (_name, item, steps, verdict, reason) => {
  expect(judgeRun(item, trajectoryOf(steps))).toMatchObject({ verdict, ...(reason && { reason }) })
})

test.each<[string, StepSketch[], string]>([
  [
    'not-succession: [a, b]',
    [
      { model: 'm', asks: ['1'] },
      { tool: 'a', id: '1' },
      { model: 'm', asks: ['2'] },
      { tool: 'b', id: '2' },
    ],
    'fail',
  ],
  ['not-succession: [a, b]', [{ tool: 'a' }, { tool: 'b' }], 'inconclusive'],
  ['not-succession: [a, b]', [{ tool: 'b' }, { tool: 'a' }], 'inconclusive'],
])('where spans may be lost: %s of %j', (item, steps, verdict) => {
  expect(judgeRun(item, trajectoryOf(steps, ['line 3 is unreadable'])).verdict).toBe(verdict)
})
