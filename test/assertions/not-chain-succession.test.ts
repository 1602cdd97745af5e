import { describe, expect, test } from 'vitest'

import { testWords } from '../support/declare.ts'
import { judgeRun, trajectoryOf } from '../support/judge-run.ts'
import type { StepSketch } from '../support/step-sketch.ts'

describe('of words', () => {
  // 0: the last was no `a`, 1: it was, 2: a `b` right after it.
  testWords(
    'not-chain-succession: [a, b]',
    {
      next: [
        { a: 1, b: 0, c: 0 },
        { a: 1, b: 2, c: 0 },
        { a: 2, b: 2, c: 2 },
      ],
      accepts: [0, 1],
    },
    { words: 609, states: 3 },
  )
})

test.each<[string, string, StepSketch[], string, string | undefined]>([
  ['next', 'not-chain-succession: [a, b]', [{ tool: 'a' }, { tool: 'b' }], 'fail', 'after'],
  [
    'next but for a model call',
    'not-chain-succession: [a, b]',
    [{ tool: 'a' }, { model: 'm' }, { tool: 'b' }],
    'fail',
    'after',
  ],
  [
    'something between',
    'not-chain-succession: [a, b]',
    [{ tool: 'a' }, { tool: 'c' }, { tool: 'b' }],
    'pass',
    undefined,
  ],
])('%s', (_name, item, steps, verdict, reason) => {
  expect(judgeRun(item, trajectoryOf(steps))).toMatchObject({ verdict, ...(reason && { reason }) })
})

test.each<[string, StepSketch[], string]>([
  ['not-chain-succession: [a, b]', [{ tool: 'a' }, { tool: 'b' }], 'inconclusive'],
])('where spans may be lost: %s of %j', (item, steps, verdict) => {
  expect(judgeRun(item, trajectoryOf(steps, ['line 3 is unreadable'])).verdict).toBe(verdict)
})
