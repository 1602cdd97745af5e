import fc from 'fast-check'
import { expect, test } from 'vitest'

import { contractOf } from '../support/check-spans.ts'
import { judgeRun, trajectoryOf } from '../support/judge-run.ts'
import { checkRun, reasonsOf, type StepSketch } from '../support/step-sketch.ts'

const look = (order: number, rest: Partial<StepSketch> = {}): StepSketch => ({
  tool: 'look',
  args: { order },
  ...rest,
})
const write = (rest: Partial<StepSketch> = {}): StepSketch => ({ tool: 'write', args: {}, ...rest })

const pass: [string, string[]] = ['pass', []]
const fail = (reason: string): [string, string[]] => ['fail', [`no-redundant-calls ${reason}`]]
const open = (reason: string): [string, string[]] => ['inconclusive', [`no-redundant-calls ${reason}`]]
const reset = '{ resetBy: write }'

test.each<[name: string, item: string, steps: StepSketch[], verdict: string, reasons: string[]]>([
  ['three times the same, no optimum given', 'true', [look(1), look(1), look(1), write()], ...fail('repeated')],
  ['of different things', 'true', [look(1), look(2)], ...pass],
  ['others between', 'true', [look(1), write(), look(1)], ...fail('repeated')],
  ['equal by value', 'true', [look(1), { tool: 'look', args: '{"order":1.0}' }], ...fail('repeated')],
  ['of another tool', 'true', [look(1), { tool: 'see', args: { order: 1 } }], ...pass],
  ['exempt', '{ exempt: lo* }', [look(1), look(1), write()], ...pass],
  ['by a key', '{ key: [order] }', [look(1), { tool: 'look', args: { order: 1, page: 2 } }], ...fail('repeated')],
  ['by a key that is missing', '{ key: [id] }', [look(1), look(1)], ...open('key-missing')],
  ['reset between', reset, [look(1), write(), look(1)], ...pass],
  ['a reset that failed may have done it', reset, [look(1), write({ error: 'timeout' }), look(1)], ...pass],
  [
    'unless it says',
    '{ resetBy: { tool: write, status: ok } }',
    [look(1), write({ error: 'x' }), look(1)],
    ...fail('repeated'),
  ],
  ['reset before and after', reset, [write(), look(1), look(1), write()], ...fail('repeated')],
  ['reset once of twice', reset, [look(1), write(), look(1), look(1)], ...fail('repeated')],
  [
    'at the same time as the first',
    reset,
    [look(1, { at: [0, 20] }), write({ at: [10, 30] }), look(1, { at: [40, 50] })],
    ...pass,
  ],
  [
    'asked for together',
    'true',
    [{ model: 'm', asks: ['x', 'y'] }, look(1, { id: 'x' }), look(1, { id: 'y' })],
    ...fail('repeated'),
  ],
  ['a retry', 'true', [look(1, { error: 'timeout' }), look(1)], ...pass],
  ['a retry after what stays', 'true', [look(1, { error: '404' }), look(1)], ...fail('permanent-error')],
  [
    'a new list of that',
    '{ neverOn: [timeout] }',
    [look(1, { error: 'timeout' }), look(1)],
    ...fail('permanent-error'),
  ],
  ['a retry after nobody knows what', 'true', [look(1, { status: 'error' }), look(1)], ...open('outcome-unknown')],
  [
    'by a key after what stays',
    '{ key: [order] }',
    [look(1, { error: '403' }), { tool: 'look', args: { order: 1, page: 2 } }],
    ...fail('permanent-error'),
  ],
  ['a failure after a success', 'true', [look(1), look(1, { error: 'timeout' })], ...pass],
  ['arguments that are not recorded', 'true', [look(1), { tool: 'look' }], ...open('content-unknown')],
  ['of another tool are enough', 'true', [look(1), { tool: 'see' }], ...pass],
  ['unless they are apart anyway', reset, [look(1), write(), { tool: 'look' }], ...pass],
  ['two agents', '{ scope: deep }', [look(1), { agent: 'sub', steps: [look(1)] }], ...pass],
  ['one sub-agent', '{ scope: deep }', [{ agent: 'sub', steps: [look(1), look(1)] }, write()], ...fail('repeated')],
])('%s', async (_name, item, steps, verdict, reasons) => {
  expect(reasonsOf(await checkRun(`no-redundant-calls: ${item}`, steps))).toEqual({ verdict, reasons })
})

test('shows the arguments redacted, and points at two calls', async () => {
  const steps = [1, 2, 3].map((): StepSketch => ({ tool: 'look', args: { order: 'SECRET' } }))
  const [hidden] = (await checkRun('no-redundant-calls: true', steps)).findings
  expect(JSON.stringify(hidden)).not.toContain('SECRET')
  expect(hidden!.data).toMatchObject({ tool: 'look', count: 3 })
  expect(hidden!.data['calls']).toHaveLength(3)
  expect(hidden!.data['counterexample']).toHaveLength(2)
  const [shown] = (await checkRun('no-redundant-calls: true', steps, { settings: { showValues: true } })).findings
  expect(shown!.data['args']).toContain('SECRET')
})

test('lost spans hide no call that was seen twice, but what may have reset it', async () => {
  const damage = ['line 3 is unreadable']
  const verdictOf = async (item: string, steps: StepSketch[]): Promise<string> =>
    (await checkRun(`no-redundant-calls: ${item}`, steps, { damage })).verdict
  expect(await verdictOf('true', [look(1), look(1)])).toBe('fail')
  expect(await verdictOf(reset, [look(1), look(1)])).toBe('inconclusive')
  expect(await verdictOf('true', [look(1), look(2)])).toBe('inconclusive')
})

test('a search that takes too long says so', async () => {
  const steps = [look(1), write(), look(1), write(), look(1)]
  const report = await checkRun('no-redundant-calls: { resetBy: write, stateCap: 1 }', steps)
  expect(reasonsOf(report).reasons).toEqual(['no-redundant-calls state-cap'])
})

test.each([
  ['{ key: [] }', 'the list is empty'],
  ['{ neverOn: [] }', 'the list is empty'],
  ["{ key: ['a b'] }", 'has at character'],
  ['{ except: look }', 'except'],
])('%s is refused', async (item, message) => {
  const contract = `trajectories:\n  run:\n    expect:\n      - no-redundant-calls: ${item}\n`
  await expect(contractOf(contract)).rejects.toThrow(message)
})

test('equals looking at all pairs', () => {
  const call = fc.record({
    tool: fc.constantFrom('look', 'look', 'write'),
    order: fc.constantFrom(1, 2),
    start: fc.nat(12),
    length: fc.integer({ min: 1, max: 4 }),
  })
  fc.assert(
    fc.property(fc.array(call, { minLength: 1, maxLength: 8 }), (calls) => {
      const looks = calls.filter(({ tool }) => tool === 'look')
      const writes = calls.filter(({ tool }) => tool === 'write')
      const isBefore = (one: (typeof calls)[0], other: (typeof calls)[0]): boolean =>
        one.start + one.length <= other.start
      const isBetween = (one: (typeof calls)[0], two: (typeof calls)[0]): boolean =>
        writes.some((other) => !isBefore(other, one) && !isBefore(two, other))
      const isRedundant = looks.some((one, at) =>
        looks.some((two, place) => {
          if (place <= at || one.order !== two.order) return false
          if (isBefore(one, two)) return !isBetween(one, two)
          if (isBefore(two, one)) return !isBetween(two, one)
          return !isBetween(one, two) && !isBetween(two, one)
        }),
      )
      const steps = calls.map(({ tool, order, start, length }): StepSketch => ({
        tool,
        args: tool === 'look' ? { order } : { order, start },
        at: [start, start + length],
      }))
      const { verdict } = judgeRun('no-redundant-calls: { resetBy: write, exempt: write }', trajectoryOf(steps))
      expect(verdict).toBe(isRedundant ? 'fail' : 'pass')
    }),
    { seed: 20261120, numRuns: 500 },
  )
})
