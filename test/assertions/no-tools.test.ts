import { describe, expect, test } from 'vitest'

import { checkRun, reasonsOf, type StepSketch } from '../support/step-sketch.ts'

describe('no-tools', () => {
  test.each<[string, string, StepSketch[], string, string[]]>([
    ['none', 'no-tools: true', [{ model: 'gpt-5' }], 'pass', []],
    ['one', 'no-tools: true', [{ tool: 'f' }], 'fail', ['no-tools used']],
    ['a failed one', 'no-tools: true', [{ tool: 'f', error: 'x' }], 'fail', ['no-tools used']],
    ['of a sub-agent', 'no-tools: true', [{ agent: 'sub', steps: [{ tool: 'f' }] }], 'fail', ['no-tools used']],
    ['which is on its own', 'no-tools: { scope: own }', [{ agent: 'sub', steps: [{ tool: 'f' }] }], 'pass', []],
    [
      'a call without a span',
      'no-tools: true',
      [{ model: 'gpt-5', asks: ['c1'] }],
      'inconclusive',
      ['no-tools evidence-incomplete'],
    ],
  ])('%s', async (_name, item, steps, verdict, reasons) => {
    expect(reasonsOf(await checkRun(item, steps))).toEqual({ verdict, reasons })
  })

  test('counts the calls, and shows one', async () => {
    const { findings } = await checkRun('no-tools: true', [
      { tool: 'f', args: 1 },
      { tool: 'g', args: 2 },
    ])
    expect(findings.map(({ message }) => message)).toEqual(['run calls tools 2 times, expected none; the first is `f`'])
    expect(findings[0]!.data['steps']).toHaveLength(2)
    expect(findings[0]!.data['counterexample']).toHaveLength(1)
  })
})

test('`false` is a contract error', async () => {
  await expect(checkRun('no-tools: false', [])).rejects.toThrow('true')
})
