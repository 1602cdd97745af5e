import { expect, test } from 'vitest'

import { calls, testAliases } from '../../support/alias-table.ts'
import { contractOf } from '../../support/check-spans.ts'
import { checkRun, reasonsOf, type RunSketch, type StepSketch } from '../../support/step-sketch.ts'

const uses = (...names: string[]): string => `[${names.map((name) => `{ name: ${name} }`).join(', ')}]`
const item = (type: string, ...names: string[]): string =>
  `tool_trajectory_avg_score: { match_type: ${type}, ignore_args: true, threshold: 1.0, tool_uses: ${uses(...names)} }`
const withArgs = (args: string): string => `tool_trajectory_avg_score: { tool_uses: [{ name: roll, args: ${args} }] }`
const roll = (args: unknown): StepSketch[] => [{ tool: 'roll', args }]

// T1.1, T2.1 and T2.2 of the examples in ADK's documentation of the match types.
const between = calls('T1', 'T1x', 'T2', 'T2x', 'T2y', 'T3', 'T3x')
const shuffled = calls('T2', 'T2x', 'T1', 'T1x', 'T3', 'T3x')

testAliases([
  ['EXACT: the same', item('EXACT', 'T1', 'T2', 'T3'), calls('T1', 'T2', 'T3'), 'pass'],
  ['EXACT: one more', item('EXACT', 'T1', 'T2'), calls('T1', 'T2', 'T3'), 'fail', ['tool-sequence extra-call']],
  ['EXACT: one missing', item('EXACT', 'T1', 'T1'), calls('T1'), 'fail', ['tool-sequence item-missing']],
  ['EXACT: another order', item('EXACT', 'T1', 'T2'), calls('T2', 'T1'), 'fail', ['tool-sequence out-of-order']],
  ['EXACT: none', item('EXACT'), calls('T1'), 'fail', ['tool-sequence extra-call']],
  ['IN_ORDER: others between', item('IN_ORDER', 'T1', 'T2', 'T3'), between, 'pass'],
  ['IN_ORDER: another order', item('IN_ORDER', 'T1', 'T2', 'T3'), shuffled, 'fail', ['tool-sequence out-of-order']],
  ['ANY_ORDER: another order', item('ANY_ORDER', 'T1', 'T2', 'T3'), shuffled, 'pass'],
  [
    'ANY_ORDER: one of a name that no run has',
    item('ANY_ORDER', 'T1', 'T4'),
    shuffled,
    'inconclusive',
    ['tool-sequence name-never-seen'],
  ],
  ['ANY_ORDER: twice', item('ANY_ORDER', 'T1', 'T1'), shuffled, 'fail', ['tool-sequence item-missing']],
  ['arguments', withArgs('{ sides: 6 }'), roll({ sides: 6 }), 'pass'],
  ['other arguments', withArgs('{ sides: 6 }'), roll({ sides: 8 }), 'fail', ['tool-sequence item-missing']],
  ['more arguments', withArgs('{ sides: 6 }'), roll({ sides: 6, times: 2 }), 'fail', ['tool-sequence item-missing']],
  ['no arguments', `tool_trajectory_avg_score: { tool_uses: ${uses('roll')} }`, roll({}), 'pass'],
  ['calls of a sub-agent', item('EXACT', 'T1'), [{ agent: 'sub', steps: calls('T1') }], 'pass'],
])

const conversation = (type: string, ...turns: string[][]): string =>
  `tool_trajectory_avg_score: { match_type: ${type}, ignore_args: true, conversation: [${turns
    .map((names) => `{ tool_uses: ${uses(...names)} }`)
    .join(', ')}] }`
const turns = (...lists: string[][]): RunSketch => ({
  agent: null,
  steps: [
    {
      spanName: 'workflow',
      attributes: { 'gen_ai.operation.name': 'invoke_workflow' },
      steps: lists.map((names) => ({ agent: 'support', steps: calls(...names) })),
    },
  ],
})

test.each<[string, string, string[][], string[]]>([
  ['each invocation its own', conversation('EXACT', ['a'], ['b', 'c']), [['a'], ['b', 'c']], []],
  ['a call in the wrong one', conversation('EXACT', ['a'], ['b', 'c']), [['a', 'b'], ['c']], ['extra-call']],
  ['in order, in the wrong one', conversation('IN_ORDER', ['a', 'b'], ['c']), [['a'], ['b', 'c']], ['item-missing']],
  ['an invocation of which nothing is asked', conversation('ANY_ORDER', [], ['b']), [['a'], ['b', 'a']], []],
  ['an invocation without calls', conversation('EXACT', ['a'], []), [['a'], ['b']], ['extra-call']],
  ['an invocation more', conversation('EXACT', ['a'], ['b']), [['a'], ['b'], ['c']], ['turn-extra']],
  ['an invocation fewer', conversation('EXACT', ['a'], ['b'], ['c']), [['a'], ['b']], ['turn-missing']],
])('a conversation: %s', async (_name, text, lists, reasons) => {
  const report = await checkRun(text, turns(...lists))
  expect(reasonsOf(report).reasons).toEqual(reasons.map((reason) => `tool-sequence ${reason}`))
})

test.each([
  ['{ threshold: 0.5, tool_uses: [{ name: a }] }', 'is not 1, and here every invocation must match'],
  ['{ match_type: ANY_ORDER, tool_uses: [] }', 'which any run satisfies'],
  ['{ match_type: EXACT }', 'needs one of `tool_uses` and `conversation`'],
])('refuses %s', async (value, message) => {
  const text = `trajectories:\n  run:\n    expect:\n      - tool_trajectory_avg_score: ${value}\n`
  await expect(contractOf(text)).rejects.toThrow(message)
})
