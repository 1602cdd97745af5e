import { describe, expect, test } from 'vitest'

import { checkRun, reasonsOf, type StepSketch } from '../support/step-sketch.ts'

describe('tools-denied', () => {
  test.each<[string, string, StepSketch[], string, string[]]>([
    ['other tools', "tools-denied: [shell, 'db_*']", [{ tool: 'lookup' }], 'pass', []],
    ['one of them', "tools-denied: [shell, 'db_*']", [{ tool: 'db_drop' }], 'fail', ['tools-denied denied']],
    ['a failed call', 'tools-denied: [shell]', [{ tool: 'shell', error: '403' }], 'fail', ['tools-denied denied']],
    ['no call at all', 'tools-denied: [shell]', [], 'pass', []],
    [
      'in a sub-agent',
      'tools-denied: [shell]',
      [{ agent: 'sub', steps: [{ tool: 'shell' }] }],
      'fail',
      ['tools-denied denied'],
    ],
    [
      'a call without a name',
      'tools-denied: [shell]',
      [{ tool: 'f', spanName: 'call', attributes: { 'gen_ai.tool.name': '' } }],
      'inconclusive',
      ['tools-denied content-unknown'],
    ],
    [
      'a call that a model asked for and no span records',
      'tools-denied: [shell]',
      [{ model: 'gpt-5', asks: ['c1'] }],
      'inconclusive',
      ['tools-denied evidence-incomplete'],
    ],
  ])('%s', async (_name, item, steps, verdict, reasons) => {
    expect(reasonsOf(await checkRun(item, steps))).toEqual({ verdict, reasons })
  })

  test('denied wins over allowed', async () => {
    const both = `
      trajectories:
        run:
          expect:
            - tools-allowed: [shell]
            - tools-denied: ['sh*']`
    expect(reasonsOf(await checkRun(both, [{ tool: 'shell' }])).reasons).toEqual(['tools-denied denied'])
  })

  test('names pattern and scope of the call', async () => {
    const steps: StepSketch[] = [{ agent: 'sub', steps: [{ agent: 'helper', steps: [{ tool: 'db_drop' }] }] }]
    const { findings } = await checkRun("tools-denied: [shell, 'db_*']", steps)
    expect(findings).toHaveLength(1)
    const { tool, pattern, scope } = findings[0]!.data
    expect({ tool, pattern, scope, message: findings[0]!.message }).toEqual({
      tool: 'db_drop',
      pattern: 'db_*',
      scope: 'support/sub/helper',
      message: 'run calls tool `db_drop` in `support/sub/helper`, which `db_*` denies',
    })
  })

  test('never passes where spans may be lost', async () => {
    const report = await checkRun('tools-denied: [shell]', [{ tool: 'lookup' }], { damage: ['line 3 is unreadable'] })
    expect(reasonsOf(report)).toEqual({ verdict: 'inconclusive', reasons: ['tools-denied evidence-incomplete'] })
  })
})

test('an empty list is a contract error', async () => {
  await expect(checkRun('tools-denied: []', [])).rejects.toThrow('the list is empty')
})
