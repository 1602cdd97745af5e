import { expect, test } from 'vitest'

import { labelsOf, stepsOf, type FactSketch } from '../../support/steps.ts'

const agent: FactSketch = { id: 'agent', kind: 'agent', name: 'support', start: -1, end: 1000 }
const model = (
  id: string,
  start: number,
  requests?: FactSketch['requests'],
  more: Partial<FactSketch> = {},
): FactSketch => ({
  id,
  parent: 'agent',
  kind: 'model',
  name: 'gpt-5',
  start,
  end: start + 5,
  ...(requests === undefined ? {} : { requests }),
  ...more,
})
const tool = (id: string, start: number, more: Partial<FactSketch> = {}): FactSketch => ({
  id,
  parent: 'agent',
  kind: 'tool',
  name: 'lookup',
  start,
  end: start + 5,
  ...more,
})

/** Which model call asked for each tool, and in which turn. */
function askers(spans: readonly FactSketch[]): Record<string, unknown> {
  const labels = labelsOf(spans)
  return Object.fromEntries(
    stepsOf(spans)
      .steps.filter(({ kind }) => kind === 'tool')
      .map(({ id, requestedBy, turn }) => [
        labels.get(id),
        [requestedBy === null ? null : labels.get(requestedBy), turn],
      ]),
  )
}

/** Messages of the gaps of one facet. */
function gaps(spans: readonly FactSketch[], facet: string): string[] {
  return stepsOf(spans)
    .completeness.gaps.filter((gap) => gap.facet === facet)
    .map(({ message }) => message)
}

test('by call id', () => {
  const spans = [
    agent,
    model('m0', 0, []),
    model('m1', 10, [{ callId: 'c', name: 'lookup' }]),
    tool('a', 20, { facts: { callId: 'c' } }),
  ]
  expect(askers(spans)).toEqual({ a: ['m1', 1] })
  expect(gaps(spans, 'calls')).toEqual([])
})

test('by name, equal arguments and order where there is no call id', () => {
  const spans = [
    agent,
    model('m0', 0, [{ name: 'lookup', args: { a: 1, b: 2 } }]),
    tool('first', 10, { args: { b: 2, a: 1 } }),
    model('m1', 20, [
      { name: 'lookup', args: { a: 1, b: 2 } },
      { name: 'search', args: 1 },
    ]),
    tool('other', 30, { args: { a: 1, b: 3 } }),
    tool('second', 40, { args: { a: 1, b: 2 } }),
  ]
  expect(askers(spans)).toEqual({ first: ['m0', 0], other: [null, 1], second: ['m1', 1] })
  expect(gaps(spans, 'calls')).toEqual(['1 tool call that a model asked for has no span: `search`'])
})

test('an execution is not matched with what was asked for after it began', () => {
  const spans = [
    agent,
    tool('early', 0, { args: 1 }),
    model('m', 10, [{ name: 'lookup', args: 1 }]),
    tool('late', 20, { args: 1 }),
  ]
  expect(askers(spans)).toEqual({ early: [null, null], late: ['m', 0] })
})

test('by place: inside the model call, or linked to it', () => {
  const spans = [
    agent,
    model('m0', 0),
    model('m1', 10),
    tool('inside', 12, { parent: 'm1' }),
    tool('linked', 30, { links: [{ to: 'm0' }] }),
  ]
  expect(askers(spans)).toEqual({ inside: ['m1', 1], linked: ['m0', 0] })
})

test('by the turn that both name', () => {
  const spans = [
    agent,
    model('m0', 0, [], { facts: { turn: 0 } }),
    model('m1', 10, [], { facts: { turn: 1 } }),
    tool('a', 20, { facts: { turn: 0 } }),
    tool('b', 30, { facts: { turn: 7 } }),
  ]
  expect(askers(spans)).toEqual({ a: ['m0', 0], b: [null, 7] })
})

test('times alone give a turn and no model call that asked', () => {
  expect(askers([agent, tool('before', 0), model('m0', 10), tool('a', 20), model('m1', 30), tool('b', 40)])).toEqual({
    before: [null, null],
    a: [null, 0],
    b: [null, 1],
  })
})

test('a call id of another scope serves where one request of the run has it', () => {
  const torn = { id: 'torn', kind: 'workflow', name: 'w', start: -1, end: 1000 } as const
  const spans = [
    agent,
    torn,
    model('m', 0, [{ callId: 'c', name: 'lookup' }]),
    tool('a', 10, { parent: 'torn', facts: { callId: 'c' } }),
  ]
  expect(askers(spans)).toEqual({ a: ['m', 0] })
})

test('calls asked for without an execution are gaps, not steps', () => {
  const spans = [
    agent,
    model(
      'm',
      0,
      ['c1', 'c2', 'c3'].map((callId) => ({ callId, name: 'lookup' })),
    ),
    tool('a', 10, { facts: { callId: 'c1' } }),
    tool('b', 11, { facts: { callId: 'c3' } }),
  ]
  expect(gaps(spans, 'calls')).toEqual(['1 tool call that a model asked for has no span: `c2`'])
  expect(stepsOf(spans).completeness.extent).toBe('partial')
  expect(stepsOf(spans).steps).toHaveLength(4)
})

test('executions that lack what would tell them apart may be what was asked for', () => {
  const requests = ['c1', 'c2'].map((callId) => ({ callId, name: 'lookup', args: callId }))
  expect(gaps([agent, model('m', 0, requests), tool('a', 10), tool('b', 20)], 'calls')).toEqual([])
  expect(gaps([agent, model('m', 0, requests), tool('a', 10)], 'calls')).toEqual([
    '1 tool call that a model asked for has no span: `c2`',
  ])
})

test('functions by which a framework returns its answer are asked for and executed by nobody', () => {
  expect(gaps([agent, model('m', 0, [{ callId: 'c', name: 'final_result' }])], 'calls')).toEqual([])
})

test('an answer in a later input without an execution is a gap; what the first input holds is history', () => {
  const spans = [
    agent,
    model('m0', 0, [], { facts: { answers: ['old'] } }),
    model('m1', 10, [], { facts: { answers: ['old', 'lost'] } }),
    model('m2', 20, [], { facts: { answers: ['old', 'lost', 'done'] } }),
    tool('a', 16, { facts: { callId: 'done' } }),
  ]
  expect(gaps(spans, 'calls')).toEqual(['1 tool call that a model got an answer of has no span: `lost`'])
})

test('17 calls of one name with shuffled ends pair by call id', () => {
  const ids = Array.from({ length: 17 }, (_, index) => `c${index}`)
  const spans = [
    agent,
    ...ids.map((callId, index) => model(`m${index}`, index * 10, [{ callId, name: 'lookup' }])),
    ...ids.map((callId, index) => tool(`t${index}`, 500, { end: 501 + ((index * 7) % 17), facts: { callId } })),
  ]
  const expected = ids.map((_, index) => [`t${index}`, [`m${index}`, index]])
  expect(askers(spans)).toEqual(Object.fromEntries(expected))
})

test('one call id in every turn of a message log: each call has its own asker', () => {
  const turns = 200
  const timeless = { timeless: true, source: { timePrecisionNano: null, isTranscript: true } } as const
  const spans = [
    { ...agent, ...timeless },
    ...Array.from({ length: turns }, (_, turn) => [
      model(`m${turn}`, 0, [{ callId: '0', name: 'lookup' }], { ...timeless, facts: { turn } }),
      tool(`t${turn}`, 0, { ...timeless, facts: { turn, callId: '0' } }),
    ]).flat(),
  ]
  const found = askers(spans)
  const expected = Array.from({ length: turns }, (_, turn) => [`t${turn}`, [`m${turn}`, turn]])
  expect(found).toEqual(Object.fromEntries(expected))
})

test('a handoff by the name of the agent that the tool holds', () => {
  const handoff: Partial<FactSketch> = { kind: 'handoff', name: 'Billing Agent', facts: { handoffTo: 'Billing Agent' } }
  const spans = [
    agent,
    model('m0', 0, [{ callId: 'c0', name: 'transfer_to_billing_agent', args: {} }]),
    model('m1', 10, [{ callId: 'c1', name: 'transfer_to_refunds', args: {} }]),
    tool('to billing', 20, handoff),
  ]
  const labels = labelsOf(spans)
  const { requestedBy } = stepsOf(spans).steps.find(({ kind }) => kind === 'handoff')!
  expect(labels.get(requestedBy!)).toBe('m0')
  expect(gaps(spans, 'calls')).toEqual(['1 tool call that a model asked for has no span: `c1`'])
})

test('a handoff is not what a model asked for after it', () => {
  const handoff: Partial<FactSketch> = { kind: 'handoff', name: 'Billing', facts: { handoffTo: 'Billing' } }
  const spans = [agent, tool('h', 0, handoff), model('m', 10, [{ callId: 'c', name: 'transfer_to_billing' }])]
  expect(gaps(spans, 'calls')).toEqual(['1 tool call that a model asked for has no span: `c`'])
})
