import { describe, expect, test } from 'vitest'

import { checkRun, reasonsOf, type StepSketch } from '../support/step-sketch.ts'

const f = (rest: Partial<StepSketch> = {}): StepSketch => ({ tool: 'f', args: {}, ...rest })
const boom = (message: string): Partial<StepSketch> => ({
  error: 'timeout',
  events: [{ name: 'exception', attributes: { 'exception.message': message } }],
})

describe('step-status', () => {
  test.each<[string, string, StepSketch[], string, string[]]>([
    ['ok', 'step-status: { tool: f, success: true }', [f({ status: 'ok' })], 'pass', []],
    ['ended without a sign', 'step-status: { tool: f, success: true }', [f()], 'pass', []],
    [
      'which may be left open',
      'step-status: { tool: f, success: true, unset: inconclusive }',
      [f()],
      'inconclusive',
      ['step-status status-unknown'],
    ],
    ['failed', 'step-status: { tool: f, success: true }', [f({ error: 'x' })], 'fail', ['step-status failed']],
    [
      'each',
      'step-status: { tool: f, success: true }',
      [f(), f({ error: 'x', args: 2 })],
      'fail',
      ['step-status failed'],
    ],
    ['tried again with success', 'step-status: { tool: f, success: true }', [f({ error: 'x' }), f()], 'pass', []],
    [
      'any',
      'step-status: { tool: f, success: true, occurrence: any }',
      [f({ error: 'x' }), f({ args: 2 })],
      'pass',
      [],
    ],
    [
      'last',
      'step-status: { tool: f, success: true, occurrence: last }',
      [f(), f({ error: 'x', args: 2 })],
      'fail',
      ['step-status failed'],
    ],
    [
      'no such step, of any',
      'step-status: { tool: g, success: true, occurrence: any }',
      [f()],
      'fail',
      ['step-status step-missing'],
    ],
    [
      'no such step',
      'step-status: { tool: g, success: true }',
      [f()],
      'inconclusive',
      ['clause-unexercised not-activated'],
    ],
    ['failed as wanted', 'step-status: { tool: f, success: false }', [f({ error: 'x' })], 'pass', []],
    ['not failed', 'step-status: { tool: f, success: false }', [f()], 'fail', ['step-status not-failed']],
    ['its type', 'step-status: { tool: f, success: false, errorType: timeout }', [f({ error: 'timeout' })], 'pass', []],
    [
      'another type',
      'step-status: { tool: f, success: false, errorType: { pattern: ^time } }',
      [f({ error: '429' })],
      'fail',
      ['step-status error-type-differs'],
    ],
    [
      'no type recorded',
      'step-status: { tool: f, success: false, errorType: timeout }',
      [f({ status: 'error' })],
      'inconclusive',
      ['step-status status-unknown'],
    ],
    [
      'its message',
      'step-status: { tool: f, success: false, message: { contains: slow } }',
      [f(boom('too slow'))],
      'pass',
      [],
    ],
    [
      'another message',
      'step-status: { tool: f, success: false, message: { contains: slow } }',
      [f(boom('too fast'))],
      'fail',
      ['step-status message-differs'],
    ],
    [
      'no message recorded',
      'step-status: { tool: f, success: false, message: { contains: slow } }',
      [f({ error: 'x' })],
      'inconclusive',
      ['step-status status-unknown'],
    ],
    [
      'of models',
      'step-status: { kind: model, success: true }',
      [{ model: 'm', error: 'x' }],
      'fail',
      ['step-status failed'],
    ],
    [
      'of a sub-agent',
      'step-status: { agent: sub, success: true }',
      [{ agent: 'sub', error: 'x', steps: [] }],
      'fail',
      ['step-status failed'],
    ],
  ])('%s', async (_name, item, steps, verdict, reasons) => {
    expect(reasonsOf(await checkRun(item, steps))).toEqual({ verdict, reasons })
  })

  test('a span that never ended is neither', async () => {
    const steps = [f({ at: [0, null] })]
    for (const success of [true, false]) {
      const report = await checkRun(`step-status: { tool: f, success: ${success} }`, steps)
      expect(reasonsOf(report)).toEqual({ verdict: 'inconclusive', reasons: ['step-status evidence-incomplete'] })
    }
  })

  test('where spans may be lost, a failed call may have been tried again', async () => {
    for (const success of [true, false]) {
      const report = await checkRun(`step-status: { tool: f, success: ${success} }`, [f({ error: 'timeout' })], {
        damage: ['line 3 is unreadable'],
      })
      expect(reasonsOf(report)).toEqual({ verdict: 'inconclusive', reasons: ['step-status evidence-incomplete'] })
    }
  })

  test('the message of an error is redacted', async () => {
    const item = 'step-status: { tool: f, success: false, message: { contains: slow } }'
    const { findings } = await checkRun(item, [f(boom('card 1234'))])
    expect(JSON.stringify(findings)).not.toContain('1234')
    const { status, errorType, attempts } = findings[0]!.data
    expect({ status, errorType, attempts }).toEqual({ status: 'error', errorType: 'timeout', attempts: 1 })
  })
})

test.each([
  ['step-status: { tool: f }', '`success`'],
  ['step-status: { success: true }', 'names no step'],
  ['step-status: { tool: f, success: true, errorType: x }', 'has `errorType` or `message` beside `success: true`'],
  ['step-status: { tool: f, success: true, status: ok }', 'unknown key `status`'],
])('%s is a contract error', async (item, problem) => {
  await expect(checkRun(item, [])).rejects.toThrow(problem)
})
