import { describe, expect, test } from 'vitest'

import { testWords } from '../support/declare.ts'
import { judgeRun, trajectoryOf } from '../support/judge-run.ts'
import type { StepSketch } from '../support/step-sketch.ts'

describe('of words', () => {
  // 0: neither, 1: `a` alone, 2: `b` alone, 3: both.
  testWords(
    'not-co-existence: [a, b]',
    {
      next: [
        { a: 1, b: 2, c: 0 },
        { a: 1, b: 3, c: 1 },
        { a: 3, b: 2, c: 2 },
        { a: 3, b: 3, c: 3 },
      ],
      accepts: [0, 1, 2],
    },
    { words: 247, states: 4 },
  )
})

test.each<[string, string, StepSketch[], string, string | undefined]>([
  ['both', 'not-co-existence: [a, b]', [{ tool: 'b' }, { tool: 'a' }], 'fail', 'both'],
  ['one of them failed', 'not-co-existence: [a, b]', [{ tool: 'b' }, { tool: 'a', error: 'x' }], 'fail', 'both'],
  [
    'both failed',
    'not-co-existence: [a, b]',
    [
      { tool: 'b', error: 'x' },
      { tool: 'a', error: 'x' },
    ],
    'pass',
    undefined,
  ],
  [
    'of different things',
    'not-co-existence: { order: [a, b], on: id }',
    [
      { tool: 'a', args: { id: 1 } },
      { tool: 'b', args: { id: 2 } },
    ],
    'pass',
    undefined,
  ],
  [
    'of things that are not recorded',
    'not-co-existence: { order: [a, b], on: id }',
    [{ tool: 'a', args: { id: 1 } }, { tool: 'b' }],
    'inconclusive',
    'content-unknown',
  ],
  ['only one', 'not-co-existence: [a, b]', [{ tool: 'a' }, { tool: 'c' }], 'pass', undefined],
])('%s', (_name, item, steps, verdict, reason) => {
  expect(judgeRun(item, trajectoryOf(steps))).toMatchObject({ verdict, ...(reason && { reason }) })
})

test.each<[string, StepSketch[], string]>([
  ['not-co-existence: [a, b]', [{ tool: 'a' }, { tool: 'b' }], 'fail'],
  ['not-co-existence: [a, b]', [{ tool: 'a' }], 'inconclusive'],
])('where spans may be lost: %s of %j', (item, steps, verdict) => {
  expect(judgeRun(item, trajectoryOf(steps, ['line 3 is unreadable'])).verdict).toBe(verdict)
})
