import { describe, expect, test } from 'vitest'

import { testWords } from '../support/declare.ts'
import { judgeRun, trajectoryOf } from '../support/judge-run.ts'
import type { StepSketch } from '../support/step-sketch.ts'

describe('of words', () => {
  // 0: nothing is owed, 1: an `a` waits, 2: an `a` came while one waited.
  testWords(
    'alternate-response: [a, b]',
    {
      next: [
        { a: 1, b: 0, c: 0 },
        { a: 2, b: 0, c: 1 },
        { a: 2, b: 2, c: 2 },
      ],
      accepts: [0],
    },
    { words: 377, states: 3 },
  )
})

test.each<[string, string, StepSketch[], string, string | undefined]>([
  [
    'two before the first answer',
    'alternate-response: [a, b]',
    [{ tool: 'a' }, { tool: 'a' }, { tool: 'b' }],
    'fail',
    'too-late',
  ],
  [
    'two before the first answer, of different things',
    'alternate-response: { order: [a, b], on: id }',
    [
      { tool: 'a', args: { id: 1 } },
      { tool: 'a', args: { id: 2 } },
      { tool: 'b', args: { id: 2 } },
      { tool: 'b', args: { id: 1 } },
    ],
    'pass',
    undefined,
  ],
  [
    'two at the same time share an answer',
    'alternate-response: [a, b]',
    [
      { tool: 'a', at: [0, 20] },
      { tool: 'a', at: [10, 30] },
      { tool: 'b', at: [40, 50] },
    ],
    'pass',
    undefined,
  ],
  [
    'another of which arguments are not recorded',
    'alternate-response: { order: [a, b], on: id }',
    [{ tool: 'a', args: { id: 1 } }, { tool: 'a' }, { tool: 'b', args: { id: 1 } }],
    'inconclusive',
    'content-unknown',
  ],
])('%s', (_name, item, steps, verdict, reason) => {
  expect(judgeRun(item, trajectoryOf(steps))).toMatchObject({ verdict, ...(reason && { reason }) })
})

test.each<[string, StepSketch[], string]>([
  ['alternate-response: [a, b]', [{ tool: 'a' }, { tool: 'a' }, { tool: 'b' }], 'inconclusive'],
])('where spans may be lost: %s of %j', (item, steps, verdict) => {
  expect(judgeRun(item, trajectoryOf(steps, ['line 3 is unreadable'])).verdict).toBe(verdict)
})
