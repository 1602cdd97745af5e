import { describe, expect, test } from 'vitest'

import { checkRun, reasonsOf, type RunSketch, type StepSketch } from '../support/step-sketch.ts'

function planned(versions: readonly (readonly [number, string?])[], steps: StepSketch[]): RunSketch {
  const events = versions.map(([at, reason], index) => ({
    name: 'spanpact.plan.emitted',
    at,
    attributes: {
      'spanpact.plan.body': JSON.stringify({
        schema: 1,
        id: 'p',
        version: index + 1,
        ...(reason === undefined ? {} : { reason }),
        steps: [{ id: 'a', do: 'a' }],
      }),
    },
  }))
  return { events, steps }
}

const fine: StepSketch[] = [{ tool: 'a', args: {}, at: [10, 20] }]
const failed: StepSketch[] = [{ tool: 'a', args: {}, error: 'timeout', at: [10, 20] }]
const said = (...texts: string[]): Record<string, unknown> => ({
  'gen_ai.input.messages': JSON.stringify(
    texts.map((content) => ({ role: 'user', parts: [{ type: 'text', content }] })),
  ),
})

describe('replan-bound', () => {
  test.each<[string, string, RunSketch, string, string[]]>([
    ['as often as allowed', '{ max: 1 }', planned([[0], [25]], fine), 'pass', []],
    ['more often', '{ max: 1 }', planned([[0], [25], [26]], fine), 'fail', ['too-many']],
    ['zero is a limit', '{ max: 0 }', planned([[0], [25]], fine), 'fail', ['too-many']],
    ['one plan', '{ max: 0 }', planned([[0]], fine), 'pass', []],
    ['after a failure', '{ requireTrigger: true }', planned([[0], [25]], failed), 'pass', []],
    ['after no failure', '{ requireTrigger: true }', planned([[0], [25]], fine), 'fail', ['untriggered']],
    ['before the failure', '{ requireTrigger: true }', planned([[0], [15]], failed), 'fail', ['untriggered']],
    [
      'twice after one failure',
      '{ requireTrigger: true }',
      planned([[0], [25], [26]], failed),
      'fail',
      ['untriggered'],
    ],
    [
      'after a try that failed, of a step that went well',
      '{ requireTrigger: true }',
      planned([[0], [25]], [...failed, { tool: 'a', args: {}, at: [30, 40] }]),
      'pass',
      [],
    ],
    [
      'for what the user said, as it says',
      '{ requireTrigger: true }',
      planned([[0], [25, 'new-input']], fine),
      'inconclusive',
      ['trigger-unknown'],
    ],
    [
      'for what the user said',
      '{ requireTrigger: true }',
      planned(
        [[5], [35, 'new-input']],
        [
          { model: 'm', attributes: said('one'), at: [0, 4] },
          { model: 'm', attributes: said('one', 'two'), at: [30, 34] },
        ],
      ),
      'pass',
      [],
    ],
    [
      'for what the user never said',
      '{ requireTrigger: true }',
      planned(
        [[5], [35, 'new-input']],
        [
          { model: 'm', attributes: said('one'), at: [0, 4] },
          { model: 'm', attributes: said('one'), at: [30, 34] },
        ],
      ),
      'fail',
      ['untriggered'],
    ],
    ['no plan at all', '{ max: 1 }', { steps: fine }, 'pass', []],
    ['a planning step that says nothing', '{ max: 1 }', { steps: [{ plan: 'p' }] }, 'inconclusive', ['plan-missing']],
  ])('%s', async (_name, options, run, verdict, reasons) => {
    expect(reasonsOf(await checkRun(`replan-bound: ${options}`, run))).toEqual({
      verdict,
      reasons: reasons.map((reason) => `replan-bound ${reason}`),
    })
  })

  test('lost spans prove nothing but too many', async () => {
    const damage = ['line 3 is unreadable']
    const reasons = async (options: string, run: RunSketch): Promise<string[]> =>
      reasonsOf(await checkRun(`replan-bound: ${options}`, run, { damage })).reasons
    expect(await reasons('{ max: 1 }', planned([[0]], fine))).toEqual(['replan-bound evidence-incomplete'])
    expect(await reasons('{ max: 0 }', planned([[0], [25]], fine))).toEqual(['replan-bound too-many'])
    expect(await reasons('{ requireTrigger: true }', planned([[0], [25]], fine))).toEqual([
      'replan-bound evidence-incomplete',
    ])
  })

  test('counts the lists that a tool writes', async () => {
    const todos = (...list: string[]): StepSketch => ({ tool: 'todo', args: { list } })
    const item = 'replan-bound: { max: 0, extract: { tool: todo, items: list, map: { a: a, b: b } } }'
    expect((await checkRun(item, [todos('a', 'b'), todos('a', 'b')])).verdict).toBe('pass')
    expect(reasonsOf(await checkRun(item, [todos('a', 'b'), todos('b', 'a')])).reasons).toEqual([
      'replan-bound too-many',
    ])
  })

  test('needs something to bound', async () => {
    await expect(checkRun('replan-bound: {}', fine)).rejects.toThrow(/needs `max`, or `requireTrigger: true`/)
  })
})
