import { describe, expect, test } from 'vitest'

import { contractOf } from '../support/check-spans.ts'
import { checkRun, reasonsOf, type RunSketch, type StepSketch } from '../support/step-sketch.ts'

const answer = (key: string | null, rest: Partial<StepSketch> = {}): StepSketch => ({
  model: 'gpt-5',
  usage: { input: 4200, output: 600 },
  ...(key === null ? {} : { attributes: { 'app.turn.key': key } }),
  ...rest,
})
const item = 'billed-once: { key: [app.turn.key] }'

describe('within one run', () => {
  test.each<[name: string, steps: StepSketch[], verdict: string, reasons: string[]]>([
    ['each request once', [answer('a'), answer('b')], 'pass', []],
    ['one twice', [answer('a'), answer('b'), answer('a')], 'fail', ['billed-once billed-twice']],
    ['one that gave nothing out', [answer('a', { usage: { input: 9, output: 0 } }), answer('a')], 'pass', []],
    ['one that does not say', [answer('a', { usage: {} }), answer('b')], 'inconclusive', ['billed-once usage-unknown']],
    ['one without a key', [answer('a'), answer(null)], 'inconclusive', ['billed-once key-missing']],
    ['an empty key is none', [answer('')], 'inconclusive', ['billed-once key-missing']],
    ['of a sub-agent', [answer('a'), { agent: 'sub', steps: [answer('a')] }], 'fail', ['billed-once billed-twice']],
  ])('%s', async (_name, steps, verdict, reasons) => {
    expect(reasonsOf(await checkRun(item, steps))).toEqual({ verdict, reasons })
  })
})

describe('over all runs', () => {
  const runs = (...keys: string[]): RunSketch[] => keys.map((key) => ({ steps: [answer(key)] }))

  test('two clean traces of one request', async () => {
    const { findings } = await checkRun(item, runs('a', 'b', 'a'))
    expect(
      findings.map(({ id, data, message }) => [id, data['reason'], data['times'], message.includes('2 times')]),
    ).toEqual([['billed-once', 'billed-twice', 2, true]])
    expect(findings[0]!.data['counterexample']).toHaveLength(2)
  })

  test('whatever the order of the runs', async () => {
    const [one] = (await checkRun(item, runs('a', 'b', 'a'))).findings
    const [other] = (await checkRun(item, runs('a', 'b', 'a').toReversed())).findings
    expect(other!.data['counterexample']).toHaveLength(2)
    expect(one!.message).toBe(other!.message)
  })

  test('of other requests', async () => {
    expect(reasonsOf(await checkRun(item, runs('a', 'b', 'c')))).toEqual({ verdict: 'pass', reasons: [] })
  })

  test('a key on what is around', async () => {
    const run = (key: string): RunSketch => ({ steps: [answer(null)], attributes: { 'app.turn.key': key } })
    expect(reasonsOf(await checkRun(item, [run('a'), run('b')])).verdict).toBe('pass')
    expect(reasonsOf(await checkRun(item, [run('a'), run('a')])).reasons).toEqual(['billed-once billed-twice'])
  })

  test('several attributes are one key', async () => {
    const two = 'billed-once: { key: [app.conversation, app.turn] }'
    const run = (conversation: string, turn: number): RunSketch => ({
      steps: [answer(null, { attributes: { 'app.conversation': conversation, 'app.turn': turn } })],
    })
    expect(reasonsOf(await checkRun(two, [run('c', 1), run('c', 2), run('d', 1)])).verdict).toBe('pass')
    expect(reasonsOf(await checkRun(two, [run('c', 1), run('c', 1)])).reasons).toEqual(['billed-once billed-twice'])
  })
})

test('runs without model calls leave it unexercised', async () => {
  const { findings } = await checkRun(item, [{ tool: 'a' }])
  expect(findings.map(({ id }) => id)).toEqual(['clause-unexercised'])
})

test('an empty key is refused', async () => {
  await expect(contractOf('trajectories:\n  run:\n    expect:\n      - billed-once: { key: [] }\n')).rejects.toThrow(
    'the list is empty',
  )
})
