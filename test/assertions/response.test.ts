import { describe, expect, test } from 'vitest'

import { testWords } from '../support/declare.ts'
import { judgeRun, trajectoryOf } from '../support/judge-run.ts'
import type { StepSketch } from '../support/step-sketch.ts'

describe('of words', () => {
  // 0: nothing is owed, 1: an `a` waits for its `b`.
  testWords(
    'response: [a, b]',
    {
      next: [
        { a: 1, b: 0, c: 0 },
        { a: 1, b: 0, c: 1 },
      ],
      accepts: [0],
    },
    { words: 550, states: 2 },
  )
})

test.each<[string, string, StepSketch[], string, string | undefined]>([
  ['nothing after it', 'response: [a, b]', [{ tool: 'b' }, { tool: 'a' }], 'fail', 'after'],
  ['a partner that failed is none', 'response: [a, b]', [{ tool: 'a' }, { tool: 'b', error: 'x' }], 'fail', 'none'],
  ['one answer for two', 'response: [a, b]', [{ tool: 'a' }, { tool: 'a' }, { tool: 'b' }], 'pass', undefined],
  [
    'within two steps',
    'response: { order: [a, b], withinSteps: 2 }',
    [{ tool: 'a' }, { tool: 'c' }, { tool: 'b' }],
    'pass',
    undefined,
  ],
  [
    'three steps away',
    'response: { order: [a, b], withinSteps: 2 }',
    [{ tool: 'a' }, { tool: 'c' }, { tool: 'd' }, { tool: 'b' }],
    'fail',
    'too-late',
  ],
  [
    'arguments with other names',
    'response: { order: [a, b], on: { id: order.id } }',
    [
      { tool: 'a', args: { id: 1 } },
      { tool: 'b', args: { order: { id: 1 } } },
    ],
    'pass',
    undefined,
  ],
  [
    'an argument that is not there',
    'response: { order: [a, b], on: id }',
    [
      { tool: 'a', args: { id: 1 } },
      { tool: 'b', args: {} },
    ],
    'fail',
    'none',
  ],
  [
    'arguments that are not recorded',
    'response: { order: [a, b], on: id }',
    [{ tool: 'a', args: { id: 1 } }, { tool: 'b' }],
    'inconclusive',
    'content-unknown',
  ],
  [
    'clocks that do not tell',
    'response: [a, b]',
    [
      { tool: 'a', at: [0, 10] },
      { tool: 'b', at: [20, 30], resource: { 'service.name': 'other' } },
    ],
    'inconclusive',
    'order-unknown',
  ],
  [
    'a sub-agent as a step',
    'response: [{ agent: sub }, b]',
    [{ agent: 'sub', steps: [{ tool: 'c' }] }, { tool: 'b' }],
    'pass',
    undefined,
  ],
])('%s', (_name, item, steps, verdict, reason) => {
  expect(judgeRun(item, trajectoryOf(steps))).toMatchObject({ verdict, ...(reason && { reason }) })
})

test.each<[string, StepSketch[], string]>([
  ['response: [a, b]', [{ tool: 'a' }], 'inconclusive'],
  ['response: [a, b]', [{ tool: 'a' }, { tool: 'b' }], 'inconclusive'],
])('where spans may be lost: %s of %j', (item, steps, verdict) => {
  expect(judgeRun(item, trajectoryOf(steps, ['line 3 is unreadable'])).verdict).toBe(verdict)
})
