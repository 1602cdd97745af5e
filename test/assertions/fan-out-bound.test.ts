import { expect, test } from 'vitest'

import { contractOf } from '../support/check-spans.ts'
import { checkRun, reasonsOf, type StepSketch } from '../support/step-sketch.ts'

const ids = (count: number, from = 0): string[] => Array.from({ length: count }, (_, index) => `c${from + index}`)
const asking = (count: number, from = 0): StepSketch[] => [
  { model: 'gpt-5', asks: ids(count, from) },
  ...ids(count, from).map((id, index): StepSketch => ({ tool: 'search', id, args: { q: from + index } })),
]

const pass: [string, string[]] = ['pass', []]
const tooMany: [string, string[]] = ['fail', ['fan-out-bound too-many-children']]

test.each<[name: string, item: string, steps: StepSketch[], verdict: string, reasons: string[]]>([
  ['as many as allowed', '3', asking(3), ...pass],
  ['one more', '2', asking(3), ...tooMany],
  ['spread over outputs', '2', [...asking(2), ...asking(2, 2)], ...pass],
  [
    'tries of one are one',
    '1',
    [
      { model: 'gpt-5', asks: ['c0'] },
      { tool: 'search', id: 'c0', args: 1, error: 'timeout' },
      { tool: 'search', id: 'c0', args: 1 },
    ],
    ...pass,
  ],
  ['a loop of model calls is none', '1', [{ model: 'a' }, { model: 'a' }, { model: 'a' }], ...pass],
  ['nothing is started', '0', [{ model: 'a' }], ...pass],
  ['and nothing may be', '0', asking(1), ...tooMany],
  ['of a sub-agent', '2', [{ agent: 'sub', steps: asking(3) }], ...tooMany],
  ['of some steps', '{ perParent: 2, of: fetch }', asking(3), ...pass],
  ['without a model, those of one agent', '1', [{ tool: 'a' }, { tool: 'b' }], ...tooMany],
])('%s', async (_name, item, steps, verdict, reasons) => {
  expect(reasonsOf(await checkRun(`fan-out-bound: ${item}`, steps))).toEqual({ verdict, reasons })
})

test('names the parent, and shows one child more than allowed', async () => {
  const [finding] = (await checkRun('fan-out-bound: 2', asking(4))).findings
  expect(finding!.data).toMatchObject({ children: 4, perParent: 2, parent: 'chat gpt-5' })
  expect(finding!.data['counterexample']).toHaveLength(3)
  expect(finding!.message).toBe('run starts 4 steps from `chat gpt-5`, expected at most 2')
})

test('calls without spans may be children', async () => {
  const [model, first] = asking(2) as [StepSketch, StepSketch]
  expect(reasonsOf(await checkRun('fan-out-bound: 1', [model, first])).reasons).toEqual([
    'fan-out-bound evidence-incomplete',
  ])
})

test('where spans may be lost, calls that nothing asked for may be of one model call each', async () => {
  const reasons = async (item: string, steps: StepSketch[]): Promise<readonly string[]> =>
    reasonsOf(await checkRun(`fan-out-bound: ${item}`, steps, { damage: ['line 3 is unreadable'] })).reasons
  expect(await reasons('1', [{ tool: 'a' }, { tool: 'b' }])).toEqual(['fan-out-bound evidence-incomplete'])
  expect(await reasons('0', [{ tool: 'a' }])).toEqual(['fan-out-bound too-many-children'])
  expect(await reasons('1', asking(2))).toEqual(['fan-out-bound too-many-children'])
})

test('a bound below zero is refused', async () => {
  await expect(
    contractOf('trajectories:\n  run:\n    expect:\n      - fan-out-bound: { perParent: -1 }\n'),
  ).rejects.toThrow('is below 0')
})
