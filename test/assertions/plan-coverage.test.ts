import { describe, expect, test } from 'vitest'

import { checkRun, reasonsOf, type StepSketch } from '../support/step-sketch.ts'

const plan = 'plan: [{ id: a, do: a }, { id: b, do: b, weight: 3 }]'
const tools = (...names: string[]): StepSketch[] => names.map((tool) => ({ tool, args: {} }))

describe('plan-coverage', () => {
  test.each<[string, string, StepSketch[], string, string[]]>([
    ['all of it, in another order and with more', plan, tools('x', 'b', 'a', 'x'), 'pass', []],
    ['by weight, enough', `${plan}, min: 0.75`, tools('b'), 'pass', []],
    ['by weight, too little', `${plan}, min: 0.75`, tools('a'), 'fail', ['coverage-low']],
    ['a failed step does nothing', plan, [...tools('a'), { tool: 'b', error: 'x' }], 'fail', ['coverage-low']],
    [
      'the matching that does the most',
      'plan: [{ id: a, do: { tool: t, args: { x: 1 } }, weight: 9 }, { id: b, do: { tool: t, args: { x: 2 } } }], min: 0.1',
      [{ tool: 't', args: { x: 2 } }],
      'pass',
      [],
    ],
    [
      'arguments that are not recorded',
      'plan: [{ id: a, do: { tool: a, args: { x: 1 } } }]',
      [{ tool: 'a' }],
      'inconclusive',
      ['content-unknown'],
    ],
    ['no plan', 'min: 0', tools('a'), 'inconclusive', ['plan-missing']],
  ])('%s', async (_name, options, steps, verdict, reasons) => {
    expect(reasonsOf(await checkRun(`plan-coverage: { ${options} }`, steps))).toEqual({
      verdict,
      reasons: reasons.map((reason) => `plan-coverage ${reason}`),
    })
  })

  test('what is seen is done, whatever was lost', async () => {
    const damage = ['line 3 is unreadable']
    expect((await checkRun(`plan-coverage: { ${plan} }`, tools('a', 'b'), { damage })).verdict).toBe('pass')
    expect(reasonsOf(await checkRun(`plan-coverage: { ${plan} }`, tools('a'), { damage })).reasons).toEqual([
      'plan-coverage evidence-incomplete',
    ])
  })

  test('says how much was done, and what not', async () => {
    const { findings } = await checkRun(`plan-coverage: { ${plan} }`, tools('a'))
    expect(findings[0]).toMatchObject({
      message: 'run does 25 % of its plan, expected at least 100 %; plan step `b` is not done',
      data: { source: 'contract', coverage: 0.25, undone: ['b'] },
    })
  })
})
