import { expect, test } from 'vitest'

import { factsOf } from '../../src/dialects/index.ts'
import { facts, usage, withoutKeys } from '../support/facts.ts'
import { recordedFacts } from '../support/recorded-facts.ts'
import { span } from '../support/span.ts'

test.each([
  ['OPENAI', 3, [1020, 76], ['get_current_time', 'write_file'], ['get_current_time', 'write_file']],
  ['LANGCHAIN', 4, [1262, 125], ['get_current_time', 'write_file'], ['get_current_time', 'write_file']],
  [
    'SMOLAGENTS',
    3,
    [2294, 87],
    ['get_current_time', 'write_file', 'final_answer'],
    ['get_current_time', 'write_file', 'final_answer'],
  ],
  [
    'GOOGLE',
    3,
    [2251, 86],
    ['get_current_time', 'write_file', 'final_output'],
    ['get_current_time', 'write_file', 'final_output'],
  ],
])('one task run on %s', async (framework, modelCalls, tokens, tools, asked) => {
  const found = (await recordedFacts(`any-agent/${framework}_trace.json`)).map((one) => one!)
  const models = found.filter(({ kind }) => kind === 'model')
  expect(models.length).toBe(modelCalls)
  expect([
    models.reduce((sum, one) => sum + one.usage!.input!, 0),
    models.reduce((sum, one) => sum + one.usage!.output!, 0),
  ]).toEqual(tokens)
  expect(found.filter(({ kind }) => kind === 'tool').map(({ name }) => name)).toEqual(tools)
  expect(models.flatMap(({ requests }) => requests!).map(({ name }) => name)).toEqual(asked)
  expect(found.at(-1)).toMatchObject({ kind: 'agent', name: 'any_agent' })
})

test('a model call', async () => {
  const [, , call] = await recordedFacts('any-agent/GOOGLE_trace.json')
  expect(withoutKeys(call)).toEqual(
    facts({
      dialect: 'any-agent',
      kind: 'model',
      name: 'mistral/mistral-small-latest',
      requestModel: 'mistral/mistral-small-latest',
      status: 'ok',
      usage: usage({ input: 770, output: 14 }),
      costUsd: 7.7e-5 + 4.2e-6,
      requests: [{ callId: null, name: 'write_file', args: { value: { text: '2025' } } }],
    }),
  )
})

test('arguments that one framework writes as text are the same', async () => {
  const [, , call] = await recordedFacts('any-agent/SMOLAGENTS_trace.json')
  expect(call?.requests).toEqual([{ callId: null, name: 'write_file', args: { value: { text: '2025' } } }])
})

test('a tool call, with the id that only some frameworks give', async () => {
  const [, google] = await recordedFacts('any-agent/GOOGLE_trace.json')
  expect(withoutKeys(google)).toEqual(
    facts({
      dialect: 'any-agent',
      kind: 'tool',
      name: 'get_current_time',
      callId: 'jbUWqgIUr',
      args: { value: { timezone: 'America/New_York' } },
      result: { value: { timezone: 'America/New_York', datetime: '2025-09-16T08:43:06-04:00', is_dst: true } },
      status: 'ok',
    }),
  )
  const [, openai] = await recordedFacts('any-agent/OPENAI_trace.json')
  expect(openai?.callId).toBe(null)
})

test('functions that hand in the answer', async () => {
  const outputs = async (file: string): Promise<unknown[]> =>
    (await recordedFacts(`any-agent/${file}`)).filter((one) => one?.isOutput).map((one) => one?.name)
  expect(await outputs('GOOGLE_trace.json')).toEqual(['final_output'])
  expect(await outputs('SMOLAGENTS_trace.json')).toEqual(['final_answer'])
  expect(await outputs('OPENAI_trace.json')).toEqual([])
})

test('output that is text, that is no JSON, and that is missing', () => {
  const requests = (attributes: Record<string, unknown>): unknown =>
    factsOf(span({ name: 'call_llm m', attributes: { 'gen_ai.operation.name': 'call_llm', ...attributes } }))?.requests
  expect(requests({ 'gen_ai.output': '[]', 'gen_ai.output.type': 'text' })).toEqual([])
  expect(requests({ 'gen_ai.output': '[{"tool.name"', 'gen_ai.output.type': 'json' })).toBe(null)
  expect(requests({})).toBe(null)
})
