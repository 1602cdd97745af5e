import { describe, expect, test } from 'vitest'

import { checkSketches } from '../support/check-spans.ts'
import { checkRun, reasonsOf, spansOfRun, type RunSketch, type StepSketch } from '../support/step-sketch.ts'

const body = (id = 'p'): Record<string, unknown> => ({
  'spanpact.plan.body': JSON.stringify({ schema: 1, id, version: 1, steps: [{ id: 'a', do: 'a' }] }),
})
const emitted = (at: number, id?: string): NonNullable<RunSketch['events']>[number] => ({
  name: 'spanpact.plan.emitted',
  at,
  attributes: body(id),
})
const steps: StepSketch[] = [
  { model: 'gpt-5', at: [0, 10] },
  { tool: 'a', args: {}, at: [20, 30] },
]

describe('plan-emitted', () => {
  test.each<[string, string, RunSketch, string, string[]]>([
    ['before the first tool', 'true', { events: [emitted(15)], steps }, 'pass', []],
    ['after it', 'true', { events: [emitted(25)], steps }, 'fail', ['too-late']],
    ['by the end', '{ before: end }', { events: [emitted(25)], steps }, 'pass', []],
    ['never', 'true', { steps }, 'fail', ['not-emitted']],
    ['never, and no tool either', 'true', { steps: [] }, 'fail', ['not-emitted']],
    ['one of two', '{ min: 2 }', { events: [emitted(15)], steps }, 'fail', ['too-few']],
    ['two', '{ min: 2 }', { events: [emitted(14), emitted(15, 'q')], steps }, 'pass', []],
    [
      'a planning step with it',
      'true',
      { steps: [{ plan: 'p', attributes: body(), at: [1, 9] }, ...steps] },
      'pass',
      [],
    ],
    [
      'a planning step without it',
      'true',
      { steps: [{ plan: 'p', at: [1, 9] }, ...steps] },
      'inconclusive',
      ['plan-unreadable'],
    ],
    [
      'one that was cut',
      'true',
      { events: [{ name: 'spanpact.plan.emitted' }], steps },
      'inconclusive',
      ['plan-unreadable'],
    ],
    [
      "a sub-agent's",
      'true',
      { steps: [{ agent: 'sub', events: [emitted(1)], steps: [{ model: 'm' }] }] },
      'fail',
      ['not-emitted'],
    ],
  ])('%s', async (_name, options, run, verdict, reasons) => {
    expect(reasonsOf(await checkRun(`plan-emitted: ${options}`, run))).toEqual({
      verdict,
      reasons: reasons.map((reason) => `plan-emitted ${reason}`),
    })
  })

  test('lost spans may hold it', async () => {
    const damage = ['line 3 is unreadable']
    expect(reasonsOf(await checkRun('plan-emitted: true', { steps }, { damage })).reasons).toEqual([
      'plan-emitted evidence-incomplete',
    ])
    expect((await checkRun('plan-emitted: true', { events: [emitted(15)], steps }, { damage })).verdict).toBe('pass')
  })

  test('a format that keeps no events proves nothing', async () => {
    const source = { lacks: ['events'] as const }
    const spans = spansOfRun({ steps }).map((one) => ({ ...one, source }))
    const report = await checkSketches('trajectories:\n  run:\n    expect: [{ plan-emitted: true }]\n', spans)
    expect(reasonsOf(report)).toEqual({ verdict: 'inconclusive', reasons: ['plan-emitted plan-unreadable'] })
  })
})
