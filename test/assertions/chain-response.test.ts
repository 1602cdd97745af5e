import { describe, expect, test } from 'vitest'

import { testWords } from '../support/declare.ts'
import { judgeRun, trajectoryOf } from '../support/judge-run.ts'
import type { StepSketch } from '../support/step-sketch.ts'

describe('of words', () => {
  // 0: nothing is owed, 1: `b` is next, 2: something else was.
  testWords(
    'chain-response: [a, b]',
    {
      next: [
        { a: 1, b: 0, c: 0 },
        { a: 2, b: 0, c: 2 },
        { a: 2, b: 2, c: 2 },
      ],
      accepts: [0],
    },
    { words: 288, states: 3 },
  )
})

test.each<[string, string, StepSketch[], string, string | undefined]>([
  [
    'another tool comes first',
    'chain-response: [a, b]',
    [{ tool: 'a' }, { tool: 'c' }, { tool: 'b' }],
    'fail',
    'too-late',
  ],
  [
    'a retrieval comes first',
    'chain-response: [a, b]',
    [{ tool: 'a' }, { retrieval: 'docs' }, { tool: 'b' }],
    'fail',
    'too-late',
  ],
  [
    'a model call comes first',
    'chain-response: [a, b]',
    [{ tool: 'a' }, { model: 'm' }, { tool: 'b' }],
    'pass',
    undefined,
  ],
  [
    'a sub-agent comes first',
    'chain-response: [a, b]',
    [{ tool: 'a' }, { agent: 'sub', steps: [{ tool: 'c' }] }, { tool: 'b' }],
    'fail',
    'too-late',
  ],
])('%s', (_name, item, steps, verdict, reason) => {
  expect(judgeRun(item, trajectoryOf(steps))).toMatchObject({ verdict, ...(reason && { reason }) })
})

test.each<[string, StepSketch[], string]>([['chain-response: [a, b]', [{ tool: 'a' }, { tool: 'c' }], 'inconclusive']])(
  'where spans may be lost: %s of %j',
  (item, steps, verdict) => {
    expect(judgeRun(item, trajectoryOf(steps, ['line 3 is unreadable'])).verdict).toBe(verdict)
  },
)
