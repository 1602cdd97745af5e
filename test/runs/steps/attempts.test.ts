import { describe, expect, test } from 'vitest'

import { outline, stepsOf, type FactSketch } from '../../support/steps.ts'

const agent: FactSketch = { id: 'agent', kind: 'agent', name: 'support', start: -1, end: 1000 }
const call = (id: string, start: number, more: Partial<FactSketch> = {}): FactSketch => ({
  id,
  parent: 'agent',
  kind: 'tool',
  name: 'lookup',
  args: { id: 7 },
  start,
  end: start + 10,
  ...more,
})
const failed = { status: 'error' } as const
const notCaptured = { args: { lacks: 'not-captured' } } as const

/** The tools and models, without the agent. */
function tries(...spans: FactSketch[]): string[] {
  return outline([agent, ...spans]).slice(1)
}

test.each<[string, FactSketch[], string[]]>([
  ['equal arguments after a failure', [call('a', 0, failed), call('b', 20)], ['tool lookup: a | b']],
  [
    'equal arguments after a cancellation',
    [call('a', 0, { facts: { status: 'cancelled' } }), call('b', 20)],
    ['tool lookup: a | b'],
  ],
  ['a repeat after success', [call('a', 0), call('b', 20)], ['tool lookup: a', 'tool lookup: b']],
  [
    'other arguments after a failure',
    [call('a', 0, failed), call('b', 20, { args: { id: 8 } })],
    ['tool lookup: a', 'tool lookup: b'],
  ],
  [
    'arguments that were not captured',
    [call('a', 0, { ...failed, facts: notCaptured }), call('b', 20, { facts: notCaptured })],
    ['tool lookup: a', 'tool lookup: b'],
  ],
  ['overlapping equal calls', [call('a', 0, failed), call('b', 5)], ['tool lookup: a', 'tool lookup: b']],
  ['another tool', [call('a', 0, failed), call('b', 20, { name: 'search' })], ['tool lookup: a', 'tool search: b']],
  [
    'something else between the tries',
    [call('a', 0, failed), call('x', 20, { name: 'search', args: 1 }), call('b', 40)],
    ['tool lookup: a | b', 'tool search: x'],
  ],
  [
    'three failures, then success, then again',
    [call('a', 0, failed), call('b', 20, failed), call('c', 40, failed), call('d', 60), call('e', 80)],
    ['tool lookup: a | b | c | d', 'tool lookup: e'],
  ],
  [
    'one call id, whatever the status',
    [call('a', 0, { facts: { callId: 'c' } }), call('b', 20, { args: 2, facts: { callId: 'c' } })],
    ['tool lookup: a | b'],
  ],
  [
    'numbers the recording gives',
    [
      call('a', 0, { args: 1, facts: { attempt: 1, callId: 'x' } }),
      call('b', 20, { args: 1, facts: { attempt: 2, callId: 'y' } }),
      call('c', 40, { ...failed, args: 1, facts: { attempt: 1 } }),
    ],
    ['tool lookup: a | b', 'tool lookup: c'],
  ],
])('%s', (_what, spans, expected) => {
  expect(tries(...spans)).toEqual(expected)
})

test('a sub-agent that repeats a call does not retry that of another', () => {
  const sub: FactSketch = { id: 'sub', parent: 'agent', kind: 'agent', name: 'sub', start: 15, end: 100 }
  expect(tries(call('a', 0, failed), sub, call('b', 20, { parent: 'sub' }))).toEqual([
    'tool lookup: a',
    'agent sub: sub',
    'tool lookup: b',
  ])
})

test('who tried again: the runtime with the same call, the model with a new one', () => {
  const model: FactSketch = { id: 'm', parent: 'agent', kind: 'model', name: 'gpt-5', start: 1, end: 2 }
  const by = (...spans: FactSketch[]): unknown =>
    stepsOf([agent, ...spans])
      .steps.find(({ kind }) => kind === 'tool')!
      .attempts.map((attempt) => attempt.by)
  const withId = (callId: string): Partial<FactSketch> => ({ ...failed, facts: { callId } })
  expect(by(call('a', 10, withId('c')), call('b', 30, withId('c')))).toEqual([null, 'runtime'])
  expect(by(call('a', 10, withId('c')), call('b', 30, withId('d')))).toEqual([null, 'model'])
  const askedOnce = { ...model, requests: [{ name: 'lookup', args: { id: 7 } }] }
  expect(by(askedOnce, call('a', 10, failed), call('b', 30))).toEqual([null, 'model'])
})

test('calls that one output asks for at once are no tries of each other', () => {
  const model: FactSketch = {
    id: 'm',
    parent: 'agent',
    kind: 'model',
    name: 'gpt-5',
    start: 1,
    end: 2,
    requests: [
      { callId: 'c', name: 'lookup', args: { id: 7 } },
      { callId: 'd', name: 'lookup', args: { id: 7 } },
    ],
  }
  expect(
    tries(model, call('a', 10, { ...failed, facts: { callId: 'c' } }), call('b', 30, { facts: { callId: 'd' } })),
  ).toEqual(['model gpt-5: m', 'tool lookup: a', 'tool lookup: b'])
})

test('a call id that a framework gives anew in every turn is another call', () => {
  const model = (id: string, start: number): FactSketch => ({
    id,
    parent: 'agent',
    kind: 'model',
    name: 'gpt-5',
    start,
    end: start + 5,
    requests: [{ callId: '0', name: 'lookup', args: start }],
  })
  const executed = (id: string, start: number): FactSketch => call(id, start, { facts: { callId: '0' } })
  expect(tries(model('m1', 0), executed('a', 10), model('m2', 30), executed('b', 40))).toEqual([
    'model gpt-5: m1',
    'tool lookup: a',
    'model gpt-5: m2',
    'tool lookup: b',
  ])
})

test('model calls: one parent and model, nothing but failures between', () => {
  const model = (id: string, start: number, more: Partial<FactSketch> = {}): FactSketch => ({
    ...call(id, start),
    kind: 'model',
    name: 'gpt-5',
    ...more,
  })
  expect(tries(model('a', 0, failed), model('b', 20, failed), model('c', 40), model('d', 60))).toEqual([
    'model gpt-5: a | b | c',
    'model gpt-5: d',
  ])
  expect(tries(model('a', 0, failed), model('b', 20, { name: 'gpt-5-mini' }))).toEqual([
    'model gpt-5: a',
    'model gpt-5-mini: b',
  ])
  expect(tries(model('a', 0, failed), call('x', 20), model('b', 40))).toEqual([
    'model gpt-5: a',
    'tool lookup: x',
    'model gpt-5: b',
  ])
})

test('the status, arguments and result of a step are those of its last try; its time is that of all', () => {
  const [, step] = stepsOf([agent, call('a', 10, failed), call('b', 30, { result: 'found', status: 'ok' })]).steps
  expect(step).toMatchObject({ status: 'ok', result: { value: 'found' } })
  expect(step!.endUnixNano! - step!.startUnixNano!).toBe(30_000_000n)
  expect(step!.attempts.map(({ index, status }) => [index, status])).toEqual([
    [1, 'error'],
    [2, 'ok'],
  ])
})

test('spans by which a harness marks tries are attempts of the call around them, and add no usage', () => {
  const model: FactSketch = {
    ...call('m', 0, { end: 100, usage: { input: 5, output: 1 } }),
    kind: 'model',
    name: 'gpt-5',
  }
  const marked = (id: string, start: number, status: 'error' | 'ok'): FactSketch => ({
    id,
    span: 'spanpact.attempt',
    parent: 'm',
    start,
    end: start + 10,
    status,
  })
  const { steps, unclaimed, counted } = stepsOf([agent, model, marked('t2', 30, 'ok'), marked('t1', 10, 'error')])
  expect(
    steps[1]!.attempts.map(({ index, status, by, usage, tries: layer }) => ({
      index,
      status,
      by,
      input: usage?.input ?? null,
      layer,
    })),
  ).toEqual([
    { index: 1, status: 'error', by: null, input: null, layer: 2 },
    { index: 2, status: 'unset', by: 'runtime', input: 5, layer: 2 },
  ])
  expect(unclaimed).toEqual([])
  expect(counted).toHaveLength(1)
})

test('tries of the SDK and the wire: the most that any source shows', () => {
  const model = (more: Partial<FactSketch>): FactSketch => ({ ...call('m', 0, more), kind: 'model', name: 'gpt-5' })
  const http = (id: string, more: Partial<FactSketch> = {}): FactSketch => ({
    id,
    parent: 'm',
    start: 1,
    end: 2,
    wire: {},
    ...more,
  })
  const layers = (...spans: FactSketch[]): unknown =>
    stepsOf([agent, ...spans]).steps[1]!.attempts.map((attempt) => attempt.tries)
  expect(layers(model({}))).toEqual([null])
  expect(layers(model({ facts: { tries: 3 } }))).toEqual([3])
  expect(layers(model({}), http('h1'))).toEqual([1])
  expect(layers(model({}), http('h1'), http('h2'))).toEqual([2])
  expect(layers(model({}), http('h1'), http('h2', { wire: { url: 'https://other.example' } }))).toEqual([1])
  expect(layers(model({}), http('h1'), http('h2', { parent: 'h1' }))).toEqual([1])
  expect(layers(model({}), http('h1', { wire: { resendCount: 4 } }))).toEqual([5])
  expect(layers(model({}), http('h1', { wire: { kind: 'server' } }))).toEqual([null])
  // A tool may well ask one URL twice.
  expect(layers(call('m', 0), http('h1'), http('h2'))).toEqual([null])
})

describe('requests below one model call', () => {
  const model: FactSketch = { ...call('m', 0), end: 90, kind: 'model', name: 'gpt-5', usage: { input: 10, output: 2 } }
  const client: FactSketch = { ...model, id: 'client', parent: 'm', start: 40, end: 80 }
  const http = (id: string, start: number, statusCode: number | null, more: Partial<FactSketch> = {}): FactSketch => ({
    id,
    parent: 'm',
    start,
    end: start + 5,
    wire: { statusCode },
    ...more,
  })
  const wireTries = (...spans: FactSketch[]): unknown => {
    const made = stepsOf([agent, ...spans]).steps.filter(({ kind }) => kind === 'model')
    return made.map(({ attempts }) => attempts.map((attempt) => attempt.tries))
  }

  test.each([
    ['429, 429, 200', [http('a', 10, 429), http('b', 20, 429), http('c', 30, 200)], 3],
    ['the same in another order of the file', [http('c', 30, 200), http('b', 20, 429), http('a', 10, 429)], 3],
    ['pages that all succeed', [http('a', 10, 200), http('b', 20, 200), http('c', 30, 200)], 1],
    ['a page, then one that is tried twice', [http('a', 10, 200), http('b', 20, 503), http('c', 30, 200)], 2],
    ['no response, then one', [http('a', 10, null, { status: 'error' }), http('b', 20, 200)], 2],
    ['a response that was cut', [http('a', 10, 200, { status: 'error' }), http('b', 20, 200)], 2],
    ['nobody knows what became of the first', [http('a', 10, null), http('b', 20, 200)], 2],
  ])('%s', (_what, requests, expected) => {
    expect(wireTries(model, ...requests)).toEqual([[expected]])
  })

  test("a framework's own requests around the client's are none of its tries", () => {
    const own = [http('a', 10, null), http('b', 20, null)]
    expect(wireTries(model, ...own, client, http('c', 50, 200, { parent: 'client' }))).toEqual([[1]])
    // Where the client shows no request, those around it are all there is.
    expect(wireTries(model, ...own, client)).toEqual([[2]])
  })

  test('a gateway that tries again multiplies what the client sends', () => {
    const upstream = 'https://provider.example/v1/chat'
    const asked = (id: string, start: number, ...codes: readonly number[]): readonly FactSketch[] => [
      http(id, start, codes.at(-1)!, { end: start + 25 }),
      { id: `${id} at gateway`, parent: id, spanKind: 'server', start, end: start + 25 },
      ...codes.map((statusCode, index) =>
        http(`${id}.${index}`, start + 8 * index, statusCode, {
          parent: `${id} at gateway`,
          wire: { statusCode, url: upstream },
        }),
      ),
    ]
    expect(wireTries(model, ...asked('a', 1, 503, 503, 503), ...asked('b', 30, 503, 503, 503))).toEqual([[6]])
    expect(wireTries(model, ...asked('a', 1, 503, 503, 200))).toEqual([[3]])
    expect(wireTries(model, ...asked('a', 1, 200))).toEqual([[1]])
    // What services behind a tool try again is none of the tool's tries.
    const resent = http('a.0', 8, 200, { parent: 'a at gateway', wire: { resendCount: 2 } })
    const behind = [...asked('a', 1, 200).slice(0, 2), resent]
    const tool = stepsOf([agent, call('m', 0, { end: 90 }), ...behind]).steps.at(-1)!
    expect(tool.attempts.map(({ tries: below }) => below)).toEqual([null])
    expect(wireTries(model, ...behind)).toEqual([[3]])
  })
})
