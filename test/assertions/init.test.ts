import { describe, expect, test } from 'vitest'

import { testWords } from '../support/declare.ts'
import { judgeRun, trajectoryOf } from '../support/judge-run.ts'
import type { StepSketch } from '../support/step-sketch.ts'

describe('of words', () => {
  // 0: nothing yet, 1: `a` came first, 2: something else did.
  testWords(
    'init: a',
    {
      next: [
        { a: 1, b: 2, c: 2 },
        { a: 1, b: 1, c: 1 },
        { a: 2, b: 2, c: 2 },
      ],
      accepts: [1],
    },
    { words: 364, states: 3 },
  )
})

test.each<[string, string, StepSketch[], string, string | undefined]>([
  ['after a model call', 'init: a', [{ model: 'm' }, { tool: 'a' }, { tool: 'b' }], 'pass', undefined],
  ['failed', 'init: a', [{ tool: 'a', error: 'x' }, { tool: 'b' }], 'fail', 'other'],
  [
    'beside another',
    'init: a',
    [
      { tool: 'b', at: [0, 10] },
      { tool: 'a', at: [5, 15] },
    ],
    'pass',
    undefined,
  ],
  ['a run that calls nothing', 'init: a', [{ model: 'm' }], 'fail', 'none'],
  ['a model is asked for', 'init: { model: m }', [{ model: 'm' }, { tool: 'a' }], 'pass', undefined],
  [
    'inside a sub-agent, where steps of sub-agents count',
    'init: { step: a, scope: deep }',
    [{ agent: 'sub', steps: [{ tool: 'a' }] }],
    'pass',
    undefined,
  ],
  ['an agent that did nothing', 'init: a', [], 'fail', 'none'],
])('%s', (_name, item, steps, verdict, reason) => {
  expect(judgeRun(item, trajectoryOf(steps))).toMatchObject({ verdict, ...(reason && { reason }) })
})

test.each<[string, StepSketch[], string]>([
  ['init: a', [{ tool: 'a' }], 'inconclusive'],
  ['init: a', [{ tool: 'b' }], 'inconclusive'],
])('where spans may be lost: %s of %j', (item, steps, verdict) => {
  expect(judgeRun(item, trajectoryOf(steps, ['line 3 is unreadable'])).verdict).toBe(verdict)
})
