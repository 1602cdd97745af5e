import { expect, test } from 'vitest'

import { dialectOf, factsOf } from '../../src/dialects/index.ts'
import type { SpanFacts } from '../../src/model/span-facts.ts'
import { readAll } from '../support/otlp/read-all.ts'

/** What the spans of a transcript say, in the order of its messages. */
async function facts(messages: readonly object[]): Promise<(SpanFacts | undefined)[]> {
  const { spans } = await readAll(JSON.stringify([{ role: 'user', content: 'go' }, ...messages]))
  expect(new Set(spans.map(dialectOf))).toEqual(new Set(['chat']))
  return spans.map(factsOf)
}

function asks(id: string, args = '{}'): object {
  return { role: 'assistant', content: null, tool_calls: [{ id, function: { name: 'pay', arguments: args } }] }
}

test('agents, model calls, tools and handoffs, each with its turn', async () => {
  const found = await facts([
    { role: 'Orchestrator (-> Coder)', content: 'write' },
    { role: 'Coder', content: 'done' },
  ])
  expect(found.map((one) => [one?.kind, one?.name, one?.agent, one?.handoffTo, one?.turn])).toEqual([
    ['agent', null, null, null, null],
    ['agent', 'Orchestrator', 'Orchestrator', null, 0],
    ['model', null, null, null, 0],
    ['handoff', null, 'Orchestrator', 'Coder', 0],
    ['agent', 'Coder', 'Coder', null, 1],
    ['model', null, null, null, 0],
  ])
})

test('status of a tool: a result, a text like an error, a word for failure, none', async () => {
  const found = await facts([
    asks('a'),
    { role: 'tool', tool_call_id: 'a', content: 'Done. Error: none' },
    asks('b'),
    { role: 'tool', tool_call_id: 'b', content: 'Error: no funds' },
    asks('c'),
    { role: 'tool', tool_call_id: 'c', content: '', error: 'ValueError: no funds' },
    asks('d'),
    { role: 'tool', tool_call_id: 'd', content: null, error: null },
    asks('e'),
    { role: 'tool', tool_call_id: 'e', content: null },
    asks('f'),
  ])
  const tools = found.filter((one) => one?.kind === 'tool')
  expect(tools.map((one) => [one?.callId, one?.name, one?.status])).toEqual([
    ['a', 'pay', 'ok'],
    ['b', 'pay', 'unset'],
    ['c', 'pay', 'error'],
    ['d', 'pay', 'ok'],
    ['e', 'pay', 'ok'],
    ['f', 'pay', 'pending'],
  ])
})

test('arguments are JSON text, results are text', async () => {
  const found = await facts([
    asks('a', '{"amount":1}'),
    { role: 'tool', tool_call_id: 'a', content: '{"ok":true}' },
    asks('b', '{"amount":'),
  ])
  const [first, second] = found.filter((one) => one?.kind === 'tool')
  expect(first?.args).toEqual({ value: Object.assign(Object.create(null), { amount: 1 }) })
  expect(first?.result).toEqual({ value: '{"ok":true}' })
  expect(second?.args).toMatchObject({ lacks: 'invalid-json', text: '{"amount":' })
})

test('a model call knows the calls it asks for and the results it was given, repeated ids apart', async () => {
  const found = await facts([
    asks('a', '{"amount":1}'),
    { role: 'tool', tool_call_id: 'a', content: 'paid' },
    asks('a'),
    { role: 'tool', tool_call_id: 'a', content: 'paid again' },
    { role: 'tool', tool_call_id: 'lost', content: 'x' },
    { role: 'assistant', content: 'done' },
  ])
  const models = found.filter((one) => one?.kind === 'model')
  expect(models.map((one) => [one?.requests?.map(({ callId, name }) => [callId, name]), one?.answers])).toEqual([
    [[['a', 'pay']], []],
    [[['a#2', 'pay']], ['a']],
    [[], ['a#2', 'lost']],
  ])
})

test('no tokens, times, models or costs are made up', async () => {
  for (const one of await facts([asks('a'), { role: 'assistant', content: 'x' }])) {
    expect(one).toMatchObject({
      usage: null,
      costUsd: null,
      timeToFirstTokenNano: null,
      requestModel: null,
      responseModel: null,
      provider: null,
      attempt: null,
      tries: null,
    })
  }
})
