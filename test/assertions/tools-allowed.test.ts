import { describe, expect, test } from 'vitest'

import { checkRun, reasonsOf, type StepSketch } from '../support/step-sketch.ts'

const unnamed: StepSketch = { tool: 'f', spanName: 'call', attributes: { 'gen_ai.tool.name': '' } }

describe('tools-allowed', () => {
  test.each<[string, string, StepSketch[], string, string[]]>([
    ['only these', 'tools-allowed: [lookup, pay]', [{ tool: 'lookup' }, { tool: 'lookup' }], 'pass', []],
    [
      'another',
      'tools-allowed: [lookup]',
      [{ tool: 'lookup' }, { tool: 'pay' }],
      'fail',
      ['tools-allowed not-allowed'],
    ],
    [
      'a failed call of another',
      'tools-allowed: [lookup]',
      [{ tool: 'pay', error: 'x' }],
      'fail',
      ['tools-allowed not-allowed'],
    ],
    ['a glob', "tools-allowed: ['look*']", [{ tool: 'lookup' }], 'pass', []],
    ['the whole name', 'tools-allowed: [look]', [{ tool: 'lookup' }], 'fail', ['tools-allowed not-allowed']],
    ['a regex', 'tools-allowed: [/^(lookup|pay)$/]', [{ tool: 'pay' }, { tool: 'lookup' }], 'pass', []],
    [
      'in a sub-agent',
      'tools-allowed: [lookup]',
      [{ agent: 'sub', steps: [{ tool: 'pay' }] }],
      'fail',
      ['tools-allowed not-allowed'],
    ],
    [
      'which may have others where only own steps count',
      'tools-allowed: { tools: [lookup], scope: own }',
      [{ agent: 'sub', steps: [{ tool: 'pay' }] }],
      'pass',
      [],
    ],
    ['models are no tools', 'tools-allowed: [lookup]', [{ model: 'gpt-5' }], 'pass', []],
    ['no call at all', 'tools-allowed: [lookup]', [], 'pass', []],
    ['a call without a name', 'tools-allowed: [f]', [unnamed], 'inconclusive', ['tools-allowed content-unknown']],
    ['beside one of another', 'tools-allowed: [f]', [unnamed, { tool: 'g' }], 'fail', ['tools-allowed not-allowed']],
  ])('%s', async (_name, item, steps, verdict, reasons) => {
    expect(reasonsOf(await checkRun(item, steps))).toEqual({ verdict, reasons })
  })

  test('lost spans may be other tools', async () => {
    const damage = ['line 3 is unreadable']
    expect(reasonsOf(await checkRun('tools-allowed: [lookup]', [{ tool: 'lookup' }], { damage })).reasons).toEqual([
      'tools-allowed evidence-incomplete',
    ])
    expect(reasonsOf(await checkRun('tools-allowed: [lookup]', [{ tool: 'pay' }], { damage })).reasons).toEqual([
      'tools-allowed not-allowed',
    ])
  })

  test('names the tool, and points at its first call', async () => {
    const { findings } = await checkRun('tools-allowed: [lookup, pay]', [{ tool: 'shell' }, { tool: 'shell' }])
    expect(findings).toHaveLength(1)
    const [{ message, help, location, data }] = findings as [(typeof findings)[0]]
    expect({ message, help, span: location?.spanName }).toEqual({
      message: 'run calls tool `shell`, allowed are `lookup` or `pay`',
      help: 'take the tool from the agent, or add `shell` to the list',
      span: 'execute_tool shell',
    })
    expect(data['counterexample']).toHaveLength(1)
    expect(data['steps']).toHaveLength(2)
  })
})

test.each([
  ['tools-allowed: []', 'the list is empty; `no-tools: true` forbids all'],
  ['tools-allowed: { tools: [a], tool: b }', 'unknown key `tool`'],
])('%s is a contract error', async (item, problem) => {
  await expect(checkRun(item, [])).rejects.toThrow(problem)
})
