import { describe, expect, test } from 'vitest'

import { testWords } from '../support/declare.ts'
import { judgeRun, trajectoryOf } from '../support/judge-run.ts'
import type { StepSketch } from '../support/step-sketch.ts'

describe('of words', () => {
  // 0: the last was no `a`, 1: it was.
  testWords(
    'last: a',
    {
      next: [
        { a: 1, b: 0, c: 0 },
        { a: 1, b: 0, c: 0 },
      ],
      accepts: [1],
    },
    { words: 364, states: 2 },
  )
})

test.each<[string, string, StepSketch[], string, string | undefined]>([
  ['before a model call', 'last: a', [{ tool: 'b' }, { tool: 'a' }, { model: 'm' }], 'pass', undefined],
  ['failed', 'last: a', [{ tool: 'b' }, { tool: 'a', error: 'x' }], 'fail', 'other'],
  [
    'beside another',
    'last: a',
    [
      { tool: 'a', at: [0, 10] },
      { tool: 'b', at: [5, 15] },
    ],
    'pass',
    undefined,
  ],
  ['a run that calls nothing', 'last: a', [{ model: 'm' }], 'fail', 'none'],
])('%s', (_name, item, steps, verdict, reason) => {
  expect(judgeRun(item, trajectoryOf(steps))).toMatchObject({ verdict, ...(reason && { reason }) })
})

test.each<[string, StepSketch[], string]>([
  ['last: a', [{ tool: 'a' }], 'inconclusive'],
  ['last: a', [{ tool: 'b' }], 'inconclusive'],
])('where spans may be lost: %s of %j', (item, steps, verdict) => {
  expect(judgeRun(item, trajectoryOf(steps, ['line 3 is unreadable'])).verdict).toBe(verdict)
})
