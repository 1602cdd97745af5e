import { expect, test } from 'vitest'

import { summarize } from '../../src/runs/index.ts'
import { stepsOf, usage, type FactSketch } from '../support/steps.ts'

const agent: FactSketch = { id: 'agent', kind: 'agent', name: 'support', start: 0, end: 1000 }
const model = (id: string, start: number, more: Partial<FactSketch> = {}): FactSketch => ({
  id,
  parent: 'agent',
  kind: 'model',
  name: 'gpt-5',
  start,
  end: start + 5,
  usage: { input: 100, output: 10 },
  ...more,
})
const tool = (id: string, start: number, more: Partial<FactSketch> = {}): FactSketch => ({
  id,
  parent: 'agent',
  kind: 'tool',
  name: 'lookup',
  args: 1,
  result: 1,
  start,
  end: start + 5,
  ...more,
})
const tokensOf = (...spans: FactSketch[]): unknown => {
  const { tokens, modelCalls } = summarize(stepsOf(spans))
  return [tokens.input, tokens.output, modelCalls?.count ?? null]
}

test('a run in one record', () => {
  const spans = [
    agent,
    model('m1', 10, {
      facts: {
        responseModel: 'gpt-5-2026-01-15',
        usage: usage({ input: 100, output: 10, cachedInput: 40 }),
        costUsd: 0.25,
      },
    }),
    tool('t1', 20, { status: 'error' }),
    tool('t2', 30),
    tool('t3', 40, { name: '__proto__', status: 'error' }),
    tool('t4', 50, { facts: { name: null } }),
    model('m2', 60, {
      name: 'gpt-5-mini',
      facts: { usage: usage({ input: 200, output: 20, cachedInput: 60 }), costUsd: 0.5 },
    }),
    { ...agent, id: 'sub', parent: 'agent', name: 'billing', start: 70, end: 80 },
    { ...agent, id: 'sub2', parent: 'agent', name: 'billing', start: 90, end: 95 },
    { id: 'http', span: 'GET', parent: 'agent', start: 97, end: 98 },
  ] satisfies FactSketch[]
  expect(summarize(stepsOf(spans))).toEqual({
    agents: [
      { name: 'billing', invocations: 2 },
      { name: 'support', invocations: 1 },
    ],
    modelCalls: { count: 2, byModel: { 'gpt-5-2026-01-15': 1, 'gpt-5-mini': 1 } },
    toolCalls: {
      count: 3,
      byName: Object.fromEntries([
        ['(unnamed)', 1],
        ['__proto__', 1],
        ['lookup', 1],
      ]),
      failed: 1,
      retries: 1,
    },
    tokens: { input: 300, output: 30, cachedInput: 100, cacheWrite: null, reasoning: null },
    costUsd: 0.75,
    complete: true,
    notes: ['1 span of 10 is claimed by no dialect: `GET`'],
  })
})

test('tokens are unknown as soon as one counted call does not say them', () => {
  expect(tokensOf(agent, model('m1', 10), model('m2', 20))).toEqual([200, 20, 2])
  expect(tokensOf(agent, model('m1', 10), model('m2', 20, { facts: { usage: null } }))).toEqual([null, null, 2])
  expect(tokensOf(agent, model('m1', 10), model('m2', 20, { facts: { usage: usage({ input: 7 }) } }))).toEqual([
    107,
    null,
    2,
  ])
  expect(tokensOf(agent, model('m1', 10, { facts: { isUsageEstimated: true } }))).toEqual([null, null, 1])
  expect(tokensOf(agent)).toEqual([null, null, 0])
})

test('a failed try without usage leaves the tokens unknown: it may have cost some', () => {
  expect(tokensOf(agent, model('m1', 10, { status: 'error', facts: { usage: null } }), model('m2', 20))).toEqual([
    null,
    null,
    1,
  ])
})

test('sums of agents, workflows and groups are never added to what calls report, whatever they say', () => {
  const roll = { usage: { input: 150, output: 42 } }
  const group: FactSketch = { id: 'turn', parent: 'agent', kind: 'group', start: 5, end: 900, ...roll }
  expect(tokensOf({ ...agent, ...roll }, group, model('m1', 10, { parent: 'turn' }), model('m2', 20))).toEqual([
    200, 20, 2,
  ])
})

test('where only a sum reports usage it counts; how many calls it sums up is unknown unless they are there', () => {
  const roll = { usage: { input: 150, output: 42 } }
  expect(tokensOf({ ...agent, ...roll })).toEqual([150, 42, null])
  expect(tokensOf({ ...agent, ...roll }, tool('t', 5))).toEqual([150, 42, null])
  expect(tokensOf({ ...agent, ...roll }, model('m', 10, { facts: { usage: null } }))).toEqual([150, 42, 1])
  const notes = summarize(stepsOf([{ ...agent, ...roll }])).notes
  expect(notes).toEqual(['tokens are sums that span `agent` reports; how many model calls they sum up is unknown'])
})

test('the innermost sum counts, and calls elsewhere beside it', () => {
  const roll = (input: number): Partial<FactSketch> => ({ usage: { input, output: 1 } })
  const inner: FactSketch = { ...agent, id: 'sub', parent: 'agent', name: 'billing', start: 50, end: 60, ...roll(70) }
  expect(tokensOf({ ...agent, ...roll(999) }, inner, model('m', 10))).toEqual([170, 11, null])
})

test('a run that no dialect claims shows no call; its tokens are unknown', () => {
  const { modelCalls, toolCalls, tokens } = summarize(stepsOf([{ id: 'GET', start: 0, end: 1 }]))
  expect([modelCalls?.count, toolCalls.count, tokens.input]).toEqual([0, 0, null])
})

test('costs by the price table; a price for some calls only is noted', () => {
  const price = {
    model: '*',
    provider: null,
    from: '2020-01-01',
    input: 1,
    output: 1,
    cachedInput: null,
    cacheWrite: null,
    reasoning: null,
  }
  const run = stepsOf([agent, model('m1', 10), model('m2', 20, { name: 'other' })])
  expect(summarize(run, () => price).costUsd).toBe(0.00022)
  const some = summarize(run, ({ requestModel }) => (requestModel === 'other' ? price : undefined))
  expect([some.costUsd, some.notes]).toEqual([
    null,
    ['the cost is unknown: no price of `gpt-5` covers the day of model call `m1`'],
  ])
  expect(summarize(run).notes).toEqual([])
})

test('notes: merged copies, rounded times, text for numbers, guessed usage', () => {
  const source = { timePrecisionNano: 1_000_000, isStringly: true }
  const twice = { facts: { responseId: 'r' }, source }
  const spans = [
    { ...agent, source },
    model('m1', 10, twice),
    model('m1 again', 11, { ...twice, parent: 'm1', end: 14 }),
    model('m2', 20, { source, facts: { isUsageEstimated: true } }),
  ]
  expect(summarize(stepsOf(spans)).notes).toEqual([
    '1 model call carries no token usage, or not all of it',
    '1 call is recorded by 2 spans and counted once',
    'usage of 1 model call is a guess of the platform and not counted',
    'times are rounded to 1 ms, and order nothing that is closer',
    'attribute values lost their types on the way: numbers are text',
  ])
})

test('gaps of one facet are one note, however many scopes they are in', () => {
  const sub: FactSketch = { ...agent, id: 'sub', parent: 'agent', name: 'billing', start: 50, end: 60 }
  const { notes } = summarize(
    stepsOf([agent, tool('a', 10, { end: null }), sub, tool('b', 51, { parent: 'sub', end: null })]),
  )
  expect(notes).toEqual([
    '1 of its spans never ended, and more in 1 other scope',
    'the times of 1 step are missing or reversed, and more in 1 other scope',
  ])
})
