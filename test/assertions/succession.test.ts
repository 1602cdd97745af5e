import { describe, expect, test } from 'vitest'

import { testWords } from '../support/declare.ts'
import { judgeRun, trajectoryOf } from '../support/judge-run.ts'
import type { StepSketch } from '../support/step-sketch.ts'

describe('of words', () => {
  // 0: nothing yet, 1: an `a` waits, 2: all have had theirs, 3: a `b` came first.
  testWords(
    'succession: [a, b]',
    {
      next: [
        { a: 1, b: 3, c: 0 },
        { a: 1, b: 2, c: 1 },
        { a: 1, b: 2, c: 2 },
        { a: 3, b: 3, c: 3 },
      ],
      accepts: [0, 2],
    },
    { words: 268, states: 4 },
  )
})

test.each<[string, string, StepSketch[], string, string | undefined]>([
  ['a half without the first', 'succession: [a, b]', [{ tool: 'b' }], 'fail', 'none'],
  ['a half without the second', 'succession: [a, b]', [{ tool: 'b' }, { tool: 'a' }], 'fail', 'after'],
  ['both', 'succession: [a, b]', [{ tool: 'a' }, { tool: 'c' }, { tool: 'b' }], 'pass', undefined],
  ['the later half failed', 'succession: [a, b]', [{ tool: 'a' }, { tool: 'b', error: 'x' }], 'fail', 'none'],
])('%s', (_name, item, steps, verdict, reason) => {
  expect(judgeRun(item, trajectoryOf(steps))).toMatchObject({ verdict, ...(reason && { reason }) })
})

test.each<[string, StepSketch[], string]>([
  ['succession: [a, b]', [{ tool: 'b' }], 'inconclusive'],
  ['succession: [a, b]', [{ tool: 'a' }, { tool: 'b' }], 'inconclusive'],
])('where spans may be lost: %s of %j', (item, steps, verdict) => {
  expect(judgeRun(item, trajectoryOf(steps, ['line 3 is unreadable'])).verdict).toBe(verdict)
})
