import { describe, expect, test } from 'vitest'

import { checkRun, reasonsOf, type StepSketch } from '../support/step-sketch.ts'

const lookup = (args: unknown = {}, rest: Partial<StepSketch> = {}): StepSketch => ({ tool: 'lookup', args, ...rest })

describe('tool-used', () => {
  test.each<[string, string, StepSketch[], string, string[]]>([
    ['one call where one is wanted', 'tool-used: lookup', [lookup()], 'pass', []],
    ['a failed call is none', 'tool-used: lookup', [lookup({}, { error: 'timeout' })], 'fail', ['tool-used too-few']],
    [
      'unless its status is asked for',
      'tool-used: { tool: lookup, status: error }',
      [lookup({}, { error: 'x' })],
      'pass',
      [],
    ],
    [
      'of a list, each',
      'tool-used: [lookup, pay]',
      [lookup(), { tool: 'pay', error: 'x' }],
      'fail',
      ['tool-used too-few'],
    ],
    ['a name seen nowhere', 'tool-used: lookpu', [lookup()], 'inconclusive', ['tool-used name-never-seen']],
    ['a glob has no name to be seen', 'tool-used: pay_*', [lookup()], 'fail', ['tool-used too-few']],
    [
      'more than the limit',
      'tool-used: { tool: lookup, max: 1 }',
      [lookup({ a: 1 }), lookup({ a: 2 })],
      'fail',
      ['tool-used too-many'],
    ],
    ['zero is a limit', 'tool-used: { tool: lookup, max: 0 }', [lookup()], 'fail', ['tool-used too-many']],
    ['exactly', 'tool-used: { tool: lookup, exactly: 2 }', [lookup({ a: 1 }), lookup({ a: 2 })], 'pass', []],
    [
      'arguments narrow',
      'tool-used: { tool: lookup, args: { a: 2 } }',
      [lookup({ a: 1 })],
      'fail',
      ['tool-used too-few'],
    ],
    [
      'arguments not recorded',
      'tool-used: { tool: lookup, args: { a: 2 } }',
      [{ tool: 'lookup' }],
      'inconclusive',
      ['tool-used content-unknown'],
    ],
    [
      'two tries of one call are one step',
      'tool-used: { tool: lookup, exactly: 1 }',
      [lookup({ a: 1 }, { error: 'x' }), lookup({ a: 1 })],
      'pass',
      [],
    ],
    [
      'and two attempts',
      'tool-used: { tool: lookup, exactly: 2, count: attempts }',
      [lookup({ a: 1 }, { error: 'x' }), lookup({ a: 1 })],
      'pass',
      [],
    ],
    [
      "a sub-agent's calls are its own",
      'tool-used: lookup',
      [{ agent: 'sub', steps: [lookup()] }],
      'fail',
      ['tool-used too-few'],
    ],
    [
      'unless the scope is deep',
      'tool-used: { tool: lookup, scope: deep }',
      [{ agent: 'sub', steps: [lookup()] }],
      'pass',
      [],
    ],
  ])('%s', async (_name, item, steps, verdict, reasons) => {
    expect(reasonsOf(await checkRun(item, steps))).toEqual({ verdict, reasons })
  })

  test('lost spans leave too few open, and prove too many', async () => {
    const damage = ['line 3 is unreadable']
    expect(reasonsOf(await checkRun('tool-used: { tool: lookup, min: 2 }', [lookup()], { damage })).reasons).toEqual([
      'tool-used evidence-incomplete',
    ])
    expect(reasonsOf(await checkRun('tool-used: { tool: lookup, max: 0 }', [lookup()], { damage })).reasons).toEqual([
      'tool-used too-many',
    ])
  })

  test('says what was counted, and points at the call too many', async () => {
    const { findings } = await checkRun('tool-used: { tool: lookup, max: 1 }', [lookup({ a: 1 }), lookup({ a: 2 })])
    expect(findings[0]).toMatchObject({
      message: 'run has 2 calls of tool `lookup`, expected 1',
      contract: { path: 'trajectories.run.expect.tool-used', line: 5, column: 9 },
    })
  })
})

test('a count that any number meets is no count', async () => {
  await expect(checkRun('tool-used: { tool: lookup, min: 0 }', [])).rejects.toThrow(
    '`tool-used` has `min: 0` and no `max`, which any run satisfies',
  )
  expect((await checkRun('tool-used: { tool: lookup, min: 0, max: 1 }', [{ tool: 'lookup' }])).verdict).toBe('pass')
})
