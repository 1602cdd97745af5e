import { describe, expect, test } from 'vitest'

import { testWords } from '../support/declare.ts'
import { judgeRun, trajectoryOf } from '../support/judge-run.ts'
import type { StepSketch } from '../support/step-sketch.ts'

describe('of words', () => {
  // 0: neither, 1: `a` alone, 2: `b` alone, 3: both.
  testWords(
    'exclusive-choice: [a, b]',
    {
      next: [
        { a: 1, b: 2, c: 0 },
        { a: 1, b: 3, c: 1 },
        { a: 3, b: 2, c: 2 },
        { a: 3, b: 3, c: 3 },
      ],
      accepts: [1, 2],
    },
    { words: 240, states: 4 },
  )
})

test.each<[string, string, StepSketch[], string, string | undefined]>([
  ['neither', 'exclusive-choice: [a, b]', [{ tool: 'c' }], 'fail', 'neither'],
  ['both', 'exclusive-choice: [a, b]', [{ tool: 'a' }, { tool: 'b' }], 'fail', 'both'],
  ['one in vain', 'exclusive-choice: [a, b]', [{ tool: 'a', error: 'x' }, { tool: 'b' }], 'pass', undefined],
  [
    'both in vain',
    'exclusive-choice: [a, b]',
    [
      { tool: 'a', error: 'x' },
      { tool: 'b', error: 'x' },
    ],
    'fail',
    'neither',
  ],
])('%s', (_name, item, steps, verdict, reason) => {
  expect(judgeRun(item, trajectoryOf(steps))).toMatchObject({ verdict, ...(reason && { reason }) })
})

test.each<[string, StepSketch[], string]>([
  ['exclusive-choice: [a, b]', [{ tool: 'a' }, { tool: 'b' }], 'fail'],
  ['exclusive-choice: [a, b]', [{ tool: 'a' }], 'inconclusive'],
  ['exclusive-choice: [a, b]', [{ tool: 'c' }], 'inconclusive'],
])('where spans may be lost: %s of %j', (item, steps, verdict) => {
  expect(judgeRun(item, trajectoryOf(steps, ['line 3 is unreadable'])).verdict).toBe(verdict)
})
