import { describe, expect, test } from 'vitest'

import { checkRun, reasonsOf, type StepSketch } from '../support/step-sketch.ts'

describe('tool-not-used', () => {
  test.each<[string, string, StepSketch[], string, string[]]>([
    ['another tool', 'tool-not-used: pay', [{ tool: 'lookup' }], 'pass', []],
    ['the tool', 'tool-not-used: pay', [{ tool: 'pay' }], 'fail', ['tool-not-used used']],
    ['a failed call counts', 'tool-not-used: pay', [{ tool: 'pay', error: '403' }], 'fail', ['tool-not-used used']],
    [
      'below a sub-agent',
      'tool-not-used: pay',
      [{ agent: 'sub', steps: [{ tool: 'pay' }] }],
      'fail',
      ['tool-not-used used'],
    ],
    [
      'not below one where only own steps count',
      'tool-not-used: { tool: pay, scope: own }',
      [{ agent: 'sub', steps: [{ tool: 'pay' }] }],
      'pass',
      [],
    ],
    [
      'any of several, by glob',
      "tool-not-used: ['pay_*', shell]",
      [{ tool: 'pay_now' }],
      'fail',
      ['tool-not-used used'],
    ],
    [
      'other arguments',
      'tool-not-used: { tool: pay, args: { amount: { min: 100 } } }',
      [{ tool: 'pay', args: { amount: 99 } }],
      'pass',
      [],
    ],
    [
      'arguments that are not recorded',
      'tool-not-used: { tool: pay, args: { amount: { min: 100 } } }',
      [{ tool: 'pay' }],
      'inconclusive',
      ['tool-not-used content-unknown'],
    ],
    ['a run without any tool', 'tool-not-used: pay', [{ model: 'gpt-5' }], 'pass', []],
  ])('%s', async (_name, item, steps, verdict, reasons) => {
    expect(reasonsOf(await checkRun(item, steps))).toEqual({ verdict, reasons })
  })

  test('never passes where spans may be lost', async () => {
    const report = await checkRun('tool-not-used: pay', [{ tool: 'lookup' }], { damage: ['line 3 is unreadable'] })
    expect(reasonsOf(report)).toEqual({ verdict: 'inconclusive', reasons: ['tool-not-used evidence-incomplete'] })
  })

  test('points at the call in the sub-agent', async () => {
    const { findings } = await checkRun('tool-not-used: pay', [{ agent: 'sub', steps: [{ tool: 'pay' }] }])
    expect(findings[0]?.location?.spanName).toBe('execute_tool pay')
    expect(findings[0]?.location?.ancestors).toEqual(['invoke_agent support', 'invoke_agent sub'])
  })

  test.each(['tool-not-used: { tool: pay, scope: agent:helpr }', 'budget: { toolCalls: 0, scope: agent:helpr }'])(
    'of an agent that no run has, nothing is proven: %s',
    async (item) => {
      const { verdict, findings } = await checkRun(item, [{ agent: 'helper', steps: [{ tool: 'pay' }] }])
      const [id] = item.split(':')
      expect(verdict).toBe('inconclusive')
      expect(findings.map(({ message }) => message)).toEqual([
        `\`${id}\` is undecided: no run has an agent as \`agent:helpr\` names it; the nearest name seen is \`agent:helper\``,
      ])
    },
  )

  test('an agent need not be in every run, and may do nothing', async () => {
    const item = 'tool-not-used: { tool: pay, scope: agent:helper }'
    const runs = [
      { trace: 'a', steps: [{ tool: 'pay' }] },
      { trace: 'b', steps: [{ agent: 'helper', steps: [] }] },
    ]
    expect(reasonsOf(await checkRun(item, runs))).toEqual({ verdict: 'pass', reasons: [] })
  })
})
