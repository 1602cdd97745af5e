import fc from 'fast-check'
import { expect, test } from 'vitest'

import { contractOf } from '../support/check-spans.ts'
import { checkRun, reasonsOf, type StepSketch } from '../support/step-sketch.ts'

const refund = (order: unknown, rest: Partial<StepSketch> = {}): StepSketch => ({
  tool: 'refund',
  args: { order_id: order, note: Math.round(Number(order)) },
  ...rest,
})
const marked = (effect: string): Partial<StepSketch> => ({ attributes: { 'spanpact.fault.side_effect': effect } })

const pass: [string, string[]] = ['pass', []]
const fail = (reason: string): [string, string[]] => ['fail', [`effect-at-most-once ${reason}`]]
const open = (reason: string): [string, string[]] => ['inconclusive', [`effect-at-most-once ${reason}`]]
const plain = '{ tool: refund, key: [order_id] }'
const keyed = '{ tool: refund, key: [order_id], idempotencyKey: request }'

test.each<[name: string, item: string, steps: StepSketch[], verdict: string, reasons: string[]]>([
  ['once for each', plain, [refund(1), refund(2)], ...pass],
  ['twice for one', plain, [refund(1), refund(2), refund(1)], ...fail('twice')],
  ['numbers compare by value', plain, [refund(1), { tool: 'refund', args: '{"order_id":1.0}' }], ...fail('twice')],
  ['text is no number', plain, [refund(1), refund('1')], ...pass],
  ['a refused try did nothing', plain, [refund(1, { error: '422' }), refund(1)], ...pass],
  ['one that timed out may have', plain, [refund(1, { error: 'timeout' }), refund(1)], ...open('maybe-twice')],
  ['alone it does no harm', plain, [refund(1, { error: 'timeout' })], ...pass],
  [
    'and may be held against it',
    '{ tool: refund, key: [order_id], unknown: fail }',
    [refund(1, { error: 'timeout' }), refund(1)],
    ...fail('maybe-twice'),
  ],
  ['two that may have', plain, [refund(1, { error: 'timeout' }), refund(1, { error: '503' })], ...open('maybe-twice')],
  [
    'an error that does nothing here',
    '{ tool: refund, key: [order_id], noEffectOn: [timeout] }',
    [refund(1, { error: 'timeout' }), refund(1)],
    ...pass,
  ],
  [
    'a timeout after the write',
    plain,
    [refund(1, { error: 'timeout', ...marked('committed') }), refund(1)],
    ...fail('twice'),
  ],
  ['and before it', plain, [refund(1, { error: 'timeout', ...marked('none') }), refund(1)], ...pass],
  ['the mark of a success that did nothing', plain, [refund(1, marked('none')), refund(1)], ...pass],
  ['arguments that are not recorded', plain, [refund(1), { tool: 'refund' }], ...open('key-missing')],
  ['arguments without the key', plain, [{ tool: 'refund', args: {} }], ...open('key-missing')],
  ['a refused one needs none', plain, [{ tool: 'refund', args: {}, error: '400' }, refund(1)], ...pass],
  [
    'one idempotency key',
    keyed,
    [
      { tool: 'refund', args: { order_id: 1, request: 'a' }, error: 'timeout' },
      { tool: 'refund', args: { order_id: 1, request: 'a' } },
    ],
    ...pass,
  ],
  [
    'two',
    keyed,
    [
      { tool: 'refund', args: { order_id: 1, request: 'a' } },
      { tool: 'refund', args: { order_id: 1, request: 'b' } },
    ],
    ...fail('twice'),
  ],
  [
    'empty ones are none',
    keyed,
    [
      { tool: 'refund', args: { order_id: 1, request: '', n: 1 } },
      { tool: 'refund', args: { order_id: 1, request: '' } },
    ],
    ...fail('twice'),
  ],
  [
    'as an attribute',
    '{ tool: refund, key: [order_id], idempotencyKey: app.request }',
    [refund(1, { attributes: { 'app.request': 'a' } }), refund(1, { attributes: { 'app.request': 'a' } })],
    ...pass,
  ],
  ['of a sub-agent too', plain, [refund(1), { agent: 'sub', steps: [refund(1)] }], ...fail('twice')],
  [
    'several tools',
    '{ tool: [refund, pay], key: [order_id] }',
    [refund(1), { tool: 'pay', args: { order_id: 1 } }],
    ...fail('twice'),
  ],
])('%s', async (_name, item, steps, verdict, reasons) => {
  expect(reasonsOf(await checkRun(`effect-at-most-once: ${item}`, steps))).toEqual({ verdict, reasons })
})

test('a call that nothing made leaves it unexercised', async () => {
  const { findings } = await checkRun(`effect-at-most-once: ${plain}`, [{ tool: 'other' }])
  expect(findings.map(({ id }) => id)).toEqual(['clause-unexercised'])
})

test('shows the key redacted, and points at both', async () => {
  const steps = [refund('SECRET-ORDER'), refund('SECRET-ORDER')]
  const [hidden] = (await checkRun(`effect-at-most-once: ${plain}`, steps)).findings
  expect(JSON.stringify(hidden)).not.toContain('SECRET-ORDER')
  expect(hidden!.data).toMatchObject({ reason: 'twice', done: 2, maybe: 0 })
  expect(hidden!.data['counterexample']).toHaveLength(2)
  const [shown] = (await checkRun(`effect-at-most-once: ${plain}`, steps, { settings: { showValues: true } })).findings
  expect(shown!.data['key']).toContain('SECRET-ORDER')
})

test('lost spans may have done it again', async () => {
  const report = await checkRun(`effect-at-most-once: ${plain}`, [refund(1)], { damage: ['line 3 is unreadable'] })
  expect(reasonsOf(report).reasons).toEqual(['effect-at-most-once evidence-incomplete'])
})

test.each([
  ['{ tool: refund }', '`key` is missing'],
  ['{ tool: refund, key: [] }', 'the list is empty'],
  ["{ tool: refund, key: ['a b'] }", 'has at character'],
])('%s is refused', async (item, message) => {
  const contract = `trajectories:\n  run:\n    expect:\n      - effect-at-most-once: ${item}\n`
  await expect(contractOf(contract)).rejects.toThrow(message)
})

test('equals counting done and maybe by hand', async () => {
  const outcome = fc.constantFrom('ok', '422', 'timeout')
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat(2), outcome), { minLength: 1, maxLength: 8 }), async (calls) => {
      const counts = [0, 1, 2].map((order) => ({
        done: calls.filter(([at, error]) => at === order && error === 'ok').length,
        maybe: calls.filter(([at, error]) => at === order && error === 'timeout').length,
      }))
      const steps = calls.map(([order, error]) => refund(order, error === 'ok' ? {} : { error }))
      const expected = counts.some(({ done }) => done > 1)
        ? 'fail'
        : counts.some(({ done, maybe }) => done + maybe > 1)
          ? 'inconclusive'
          : 'pass'
      expect((await checkRun(`effect-at-most-once: ${plain}`, steps)).verdict).toBe(expected)
    }),
    { seed: 20261120, numRuns: 60 },
  )
})
