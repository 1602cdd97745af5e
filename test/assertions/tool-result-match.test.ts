import { describe, expect, test } from 'vitest'

import { checkRun, reasonsOf, type StepSketch } from '../support/step-sketch.ts'

const f = (result: unknown, rest: Partial<StepSketch> = {}): StepSketch => ({ tool: 'f', result, ...rest })

describe('tool-result-match', () => {
  test.each<[string, string, StepSketch[], string, string[]]>([
    ['as expected', 'tool-result-match: { tool: f, result: { ok: true } }', [f({ ok: true, at: 1 })], 'pass', []],
    [
      'another value',
      'tool-result-match: { tool: f, result: { ok: true } }',
      [f({ ok: false })],
      'fail',
      ['tool-result-match result-differs'],
    ],
    [
      'nothing in it',
      'tool-result-match: { tool: f, result: { ok: true } }',
      [f([])],
      'fail',
      ['tool-result-match result-absent'],
    ],
    [
      'not recorded',
      'tool-result-match: { tool: f, result: { ok: true } }',
      [{ tool: 'f' }],
      'inconclusive',
      ['tool-result-match content-unknown'],
    ],
    ['a text', 'tool-result-match: { tool: f, result: { pattern: "^sent to" } }', [f('sent to O-1')], 'pass', []],
    [
      'a text is no number',
      'tool-result-match: { tool: f, result: 12 }',
      [f('12')],
      'fail',
      ['tool-result-match result-differs'],
    ],
    ['unless texts are JSON', 'tool-result-match: { tool: f, result: 12, json: true }', [f('12')], 'pass', []],
    [
      'which this one is not',
      'tool-result-match: { tool: f, result: 12, json: true }',
      [f('twelve')],
      'fail',
      ['tool-result-match result-invalid-json'],
    ],
    [
      'the result of the last try',
      'tool-result-match: { tool: f, result: 2 }',
      [f(1, { id: 'c', error: 'x' }), f('2', { id: 'c' })],
      'fail',
      ['tool-result-match result-differs'],
    ],
    [
      'a failed call has none',
      'tool-result-match: { tool: f, result: { ok: true } }',
      [f({ ok: true }), f('boom', { error: 'x' })],
      'pass',
      [],
    ],
    [
      'unless its status is asked for',
      'tool-result-match: { tool: f, result: { contains: bo }, status: error }',
      [f('boom', { error: 'x' })],
      'pass',
      [],
    ],
    [
      'of the calls with these arguments',
      'tool-result-match: { tool: f, args: { id: 2 }, result: yes }',
      [f('no', { args: { id: 1 } }), f('yes', { args: { id: 2 } })],
      'pass',
      [],
    ],
    [
      'several results, one each',
      'tool-result-match: { tool: f, calls: [{ contains: a }, ab] }',
      [f('ab'), f('ac')],
      'pass',
      [],
    ],
    [
      'a failed call is none of them',
      'tool-result-match: { tool: f, calls: [ok, ok] }',
      [f('ok', { args: 1 }), f('ok', { args: 2, error: 'x' })],
      'fail',
      ['tool-result-match call-missing'],
    ],
  ])('%s', async (_name, item, steps, verdict, reasons) => {
    expect(reasonsOf(await checkRun(item, steps))).toEqual({ verdict, reasons })
  })

  test('says what came instead, redacted', async () => {
    const { findings } = await checkRun('tool-result-match: { tool: f, result: { ok: true } }', [f({ ok: 'nope' })])
    expect(findings[0]!.message).toMatch(
      /^run calls tool `f` and gets `\$\.ok` \[string, \d characters, #[0-9a-f]+\], expected `true`$/,
    )
  })
})

test.each([
  ['tool-result-match: { tool: f }', 'has neither `result` nor `calls`'],
  ['tool-result-match: { tool: f, result: { pattern: "(" } }', '`result` pattern `(` is not RE2 syntax'],
])('%s is a contract error', async (item, problem) => {
  await expect(checkRun(item, [])).rejects.toThrow(problem)
})
