import fc from 'fast-check'
import { expect, test } from 'vitest'

import { contractOf } from '../support/check-spans.ts'
import { judgeRun, trajectoryOf } from '../support/judge-run.ts'
import { checkRun, reasonsOf, type StepSketch } from '../support/step-sketch.ts'

const at = (tool: string, start: number, end: number | null, rest: Partial<StepSketch> = {}): StepSketch => ({
  tool,
  args: { start },
  at: [start, end],
  ...rest,
})

const pass: [string, string[]] = ['pass', []]
const fail: [string, string[]] = ['fail', ['sequential overlap']]

test.each<[name: string, item: string, steps: StepSketch[], verdict: string, reasons: string[]]>([
  ['apart', '[a, b]', [at('a', 0, 10), at('b', 20, 30)], ...pass],
  ['in either order', '[a, b]', [at('b', 0, 10), at('a', 20, 30)], ...pass],
  ['one as the other ends', '[a, b]', [at('a', 0, 10), at('b', 10, 20)], ...pass],
  ['at one time', '[a, b]', [at('a', 0, 20), at('b', 10, 30)], ...fail],
  ['two of one tool', '[a, b]', [at('a', 0, 20), at('a', 10, 30)], ...fail],
  ['one tool alone', 'a', [at('a', 0, 20), at('a', 10, 30)], ...fail],
  ['with another', '[a, b]', [at('a', 0, 20), at('c', 10, 30)], ...pass],
  ['one that failed', '[a, b]', [at('a', 0, 20), at('b', 10, 30, { error: 'x' })], ...fail],
  [
    'between two tries',
    '[a, b]',
    [{ tool: 'a', args: {}, at: [0, 10], error: 'x' }, at('b', 20, 30), { tool: 'a', args: {}, at: [40, 50] }],
    ...pass,
  ],
  [
    'asked for together, run apart',
    '[a, b]',
    [{ model: 'm', asks: ['x', 'y'] }, at('a', 20, 30, { id: 'x' }), at('b', 40, 50, { id: 'y' })],
    ...pass,
  ],
  [
    'asked for together, run together',
    '[a, b]',
    [{ model: 'm', asks: ['x', 'y'] }, at('a', 20, 40, { id: 'x' }), at('b', 30, 50, { id: 'y' })],
    ...fail,
  ],
  [
    'a tool inside of an agent',
    '{ calls: [{ agent: sub }, a], scope: deep }',
    [{ agent: 'sub', at: [0, 50], steps: [at('a', 10, 20)] }, at('b', 60, 70)],
    ...pass,
  ],
])('%s', async (_name, item, steps, verdict, reasons) => {
  expect(reasonsOf(await checkRun(`sequential: ${item}`, steps))).toEqual({ verdict, reasons })
})

test('names the pair and how long', async () => {
  const { findings } = await checkRun('sequential: [a, b]', [at('b', 0, 20), at('a', 10, 40), at('b', 30, 50)])
  expect(findings[0]!.data['overlaps']).toEqual([
    { steps: ['b', 'a'], ns: 10_000_000 },
    { steps: ['a', 'b'], ns: 10_000_000 },
  ])
  expect(findings[0]!.data['counterexample']).toHaveLength(2)
  expect(findings[0]!.message).toBe('run runs `b` and `a` at the same time, for 10 ms')
})

test('clocks of two processes leave a short overlap open', async () => {
  const far = (end: number): StepSketch[] => [
    at('a', 0, end),
    at('b', 100, 400, { resource: { 'service.name': 'far' } }),
  ]
  expect(reasonsOf(await checkRun('sequential: [a, b]', far(120))).reasons).toEqual(['sequential order-unknown'])
  expect(reasonsOf(await checkRun('sequential: [a, b]', far(300))).verdict).toBe('fail')
})

test('an overlap is proven whatever is lost, its absence is not', async () => {
  const damage = ['line 3 is unreadable']
  expect((await checkRun('sequential: [a, b]', [at('a', 0, 20), at('b', 10, 30)], { damage })).verdict).toBe('fail')
  const quiet = await checkRun('sequential: [a, b]', [at('a', 0, 10), at('b', 10, 30)], { damage })
  expect(reasonsOf(quiet).reasons).toEqual(['sequential evidence-incomplete'])
})

test.each([
  ['[]', 'the list is empty'],
  ['{ of: a }', 'unknown key `of`'],
])('%s is refused', async (item, message) => {
  const contract = `trajectories:\n  run:\n    expect:\n      - sequential: ${item}\n`
  await expect(contractOf(contract)).rejects.toThrow(message)
})

test('equals looking at all pairs', () => {
  const call = fc.record({ start: fc.nat(15), length: fc.nat(4) })
  fc.assert(
    fc.property(fc.array(call, { minLength: 1, maxLength: 6 }), (all) => {
      const overlaps = all.some((one, index) =>
        all.slice(index + 1).some((two) => one.start < two.start + two.length && two.start < one.start + one.length),
      )
      const steps = all.map(({ start, length }, n) => at('a', start, start + length, { args: { n } }))
      expect(judgeRun('sequential: a', trajectoryOf(steps)).verdict).toBe(overlaps ? 'fail' : 'pass')
    }),
    { seed: 20261120, numRuns: 400 },
  )
})
