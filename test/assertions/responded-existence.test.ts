import { describe, expect, test } from 'vitest'

import { testWords } from '../support/declare.ts'
import { judgeRun, trajectoryOf } from '../support/judge-run.ts'
import type { StepSketch } from '../support/step-sketch.ts'

describe('of words', () => {
  // 0: neither yet, 1: `a` alone, 2: a `b` is there.
  testWords(
    'responded-existence: [a, b]',
    {
      next: [
        { a: 1, b: 2, c: 0 },
        { a: 1, b: 2, c: 1 },
        { a: 2, b: 2, c: 2 },
      ],
      accepts: [0, 2],
    },
    { words: 973, states: 3 },
  )
})

test.each<[string, string, StepSketch[], string, string | undefined]>([
  ['before it', 'responded-existence: [a, b]', [{ tool: 'b' }, { tool: 'a' }], 'pass', undefined],
  [
    'a partner that failed is none',
    'responded-existence: [a, b]',
    [{ tool: 'a' }, { tool: 'b', error: 'x' }],
    'fail',
    'none',
  ],
  [
    'of another thing',
    'responded-existence: { order: [a, b], on: id }',
    [
      { tool: 'a', args: { id: 1 } },
      { tool: 'b', args: { id: 2 } },
    ],
    'fail',
    'none',
  ],
  [
    'arguments that are not recorded',
    'responded-existence: { order: [a, b], on: id }',
    [{ tool: 'a', args: { id: 1 } }, { tool: 'b' }],
    'inconclusive',
    'content-unknown',
  ],
])('%s', (_name, item, steps, verdict, reason) => {
  expect(judgeRun(item, trajectoryOf(steps))).toMatchObject({ verdict, ...(reason && { reason }) })
})

test.each<[string, StepSketch[], string]>([
  ['responded-existence: [a, b]', [{ tool: 'b' }], 'pass'],
  ['responded-existence: [a, b]', [{ tool: 'a' }], 'inconclusive'],
  [
    'responded-existence: { order: [a, b], on: id }',
    [
      { tool: 'a', args: { id: 1 } },
      { tool: 'b', args: { id: 1 } },
    ],
    'inconclusive',
  ],
])('where spans may be lost: %s of %j', (item, steps, verdict) => {
  expect(judgeRun(item, trajectoryOf(steps, ['line 3 is unreadable'])).verdict).toBe(verdict)
})
