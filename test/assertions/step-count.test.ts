import { describe, expect, test } from 'vitest'

import { checkRun, reasonsOf, type StepSketch } from '../support/step-sketch.ts'

const model: StepSketch = { model: 'gpt-5' }
const tool = (args: unknown = {}, rest: Partial<StepSketch> = {}): StepSketch => ({ tool: 'f', args, ...rest })

describe('step-count', () => {
  test.each<[string, string, StepSketch[], string, string[]]>([
    ['as many as allowed', 'step-count: { kind: model, max: 2 }', [model, tool(), model], 'pass', []],
    ['one more', 'step-count: { kind: model, max: 1 }', [model, tool(), model], 'fail', ['step-count too-many']],
    ['too few', 'step-count: { kind: tool, min: 2 }', [model, tool()], 'fail', ['step-count too-few']],
    ['zero is a limit', 'step-count: { kind: tool, max: 0 }', [tool()], 'fail', ['step-count too-many']],
    ['and none is what it wants', 'step-count: { kind: tool, max: 0 }', [model], 'pass', []],
    [
      'no step to count',
      'step-count: { kind: model, max: 8 }',
      [tool()],
      'inconclusive',
      ['clause-unexercised not-activated'],
    ],
    [
      'of several kinds together',
      'step-count: { kind: [model, tool], max: 1 }',
      [model, tool()],
      'fail',
      ['step-count too-many'],
    ],
    [
      'all kinds, a sub-agent once',
      'step-count: { kind: any, min: 3, max: 3 }',
      [model, tool(), { agent: 'sub', steps: [model] }],
      'pass',
      [],
    ],
    [
      'its steps too, but not the agent that all is about',
      'step-count: { kind: any, min: 4, max: 4, scope: deep }',
      [model, tool(), { agent: 'sub', steps: [model] }],
      'pass',
      [],
    ],
    [
      'a retried call is one',
      'step-count: { kind: tool, min: 1, max: 1 }',
      [tool({ a: 1 }, { error: 'x' }), tool({ a: 1 })],
      'pass',
      [],
    ],
    [
      'and two attempts',
      'step-count: { kind: tool, max: 1, count: attempts }',
      [tool({ a: 1 }, { error: 'x' }), tool({ a: 1 })],
      'fail',
      ['step-count too-many'],
    ],
    [
      'a failed step is a step',
      'step-count: { kind: tool, max: 1 }',
      [tool(1, { error: 'x' }), tool(2)],
      'fail',
      ['step-count too-many'],
    ],
  ])('%s', async (_name, item, steps, verdict, reasons) => {
    expect(reasonsOf(await checkRun(item, steps))).toEqual({ verdict, reasons })
  })

  test('a call without a span leaves tools open, and model calls not', async () => {
    const steps: StepSketch[] = [{ model: 'gpt-5', asks: ['c1'] }, model]
    expect(reasonsOf(await checkRun('step-count: { kind: tool, max: 2 }', steps)).reasons).toEqual([
      'step-count evidence-incomplete',
    ])
    expect(reasonsOf(await checkRun('step-count: { kind: model, max: 2 }', steps)).reasons).toEqual([])
  })

  test('lost spans leave limits open, and prove too many', async () => {
    const damage = ['line 3 is unreadable']
    const reasons = async (item: string): Promise<string[]> =>
      reasonsOf(await checkRun(item, [model], { damage })).reasons
    expect(await reasons('step-count: { kind: model, max: 1 }')).toEqual(['step-count evidence-incomplete'])
    expect(await reasons('step-count: { kind: model, min: 2 }')).toEqual(['step-count evidence-incomplete'])
    expect(await reasons('step-count: { kind: model, min: 1 }')).toEqual([])
    expect(await reasons('step-count: { kind: model, max: 0 }')).toEqual(['step-count too-many'])
  })

  test('says what was counted', async () => {
    const { findings } = await checkRun('step-count: { kind: [model, tool], max: 1 }', [model, model, tool()])
    expect(findings.map(({ message, data }) => ({ message, count: data['count'], max: data['max'] }))).toEqual([
      { message: 'run has 3 steps of kind `model` or `tool`, expected at most 1', count: 3, max: 1 },
    ])
    expect(findings[0]!.data['counterexample']).toHaveLength(2)
  })
})

test.each([
  ['step-count: { kind: model }', 'has neither `min` nor `max`'],
  ['step-count: { kind: model, min: 0 }', 'has `min: 0` and no `max`, which any run satisfies'],
  ['step-count: { kind: model, min: 2, max: 1 }', 'has `min` above `max`'],
  ['step-count: { kind: [], max: 1 }', 'the list is empty'],
  ['step-count: { kind: modle, max: 1 }', 'model'],
  ['step-count: { kind: model, maximum: 1 }', 'unknown key `maximum`'],
])('%s is a contract error', async (item, problem) => {
  await expect(checkRun(item, [])).rejects.toThrow(problem)
})
