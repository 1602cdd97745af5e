import { describe, expect, test } from 'vitest'

import { testWords } from '../support/declare.ts'
import { judgeRun, trajectoryOf } from '../support/judge-run.ts'
import type { StepSketch } from '../support/step-sketch.ts'

describe('of words', () => {
  // 0: nothing is owed, 1: `b` is next, 2: it was not, or came alone.
  testWords(
    'chain-succession: [a, b]',
    {
      next: [
        { a: 1, b: 2, c: 0 },
        { a: 2, b: 0, c: 2 },
        { a: 2, b: 2, c: 2 },
      ],
      accepts: [0],
    },
    { words: 33, states: 3 },
  )
})

test.each<[string, string, StepSketch[], string, string | undefined]>([
  [
    'nothing between',
    'chain-succession: [a, b]',
    [{ tool: 'c' }, { tool: 'a' }, { tool: 'b' }, { tool: 'c' }],
    'pass',
    undefined,
  ],
  ['something between', 'chain-succession: [a, b]', [{ tool: 'a' }, { tool: 'c' }, { tool: 'b' }], 'fail', 'too-late'],
])('%s', (_name, item, steps, verdict, reason) => {
  expect(judgeRun(item, trajectoryOf(steps))).toMatchObject({ verdict, ...(reason && { reason }) })
})

test.each<[string, StepSketch[], string]>([
  ['chain-succession: [a, b]', [{ tool: 'a' }, { tool: 'c' }, { tool: 'b' }], 'inconclusive'],
])('where spans may be lost: %s of %j', (item, steps, verdict) => {
  expect(judgeRun(item, trajectoryOf(steps, ['line 3 is unreadable'])).verdict).toBe(verdict)
})
