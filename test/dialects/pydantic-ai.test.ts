import { expect, test } from 'vitest'

import { factsOf } from '../../src/dialects/index.ts'
import { facts, usage, withoutKeys } from '../support/facts.ts'
import { recordedFacts } from '../support/recorded-facts.ts'
import { span } from '../support/span.ts'

const scope = { name: 'pydantic-ai' }

test('every span of a run by the current instrumentation', async () => {
  const found = await recordedFacts('strands-evals/pydantic_ai_live_spans.json')
  expect(found.map((one) => [one?.dialect, one?.kind, one?.name, one?.usage?.input, one?.costUsd])).toEqual([
    ['pydantic-ai', 'model', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', 588, 0.0028149],
    ['pydantic-ai', 'tool', 'get_weather', undefined, null],
    ['pydantic-ai', 'model', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', 663, 0.0026004],
    // The sum of both calls.
    ['pydantic-ai', 'agent', 'agent', 1251, null],
  ])
  expect(found.map((one) => [one?.agent, one?.conversation])).toEqual(
    Array.from({ length: 4 }, () => ['agent', '019f8b0c-5147-74b5-b1e4-f9b086da98e0']),
  )
})

test('a model call and the tool call it asks for', async () => {
  const [model, tool] = await recordedFacts('strands-evals/pydantic_ai_live_spans.json')
  expect(model?.requests).toEqual([
    { callId: 'tooluse_ThYFd3WOkO59ZUHC77SIdX', name: 'get_weather', args: { value: { city: 'Seattle' } } },
  ])
  expect(withoutKeys(tool)).toEqual(
    facts({
      dialect: 'pydantic-ai',
      kind: 'tool',
      name: 'get_weather',
      agent: 'agent',
      conversation: '019f8b0c-5147-74b5-b1e4-f9b086da98e0',
      callId: 'tooluse_ThYFd3WOkO59ZUHC77SIdX',
      args: { value: { city: 'Seattle' } },
      result: { value: '62°F, cloudy with light rain' },
      status: 'ok',
    }),
  )
})

// langfuse/langfuse, worker/src/__tests__/chatml/framework-traces/pydantic-ai-tools-2025-12-04.trace.json
test('an agent of an older version, without operation name', () => {
  const attributes = {
    model_name: 'gpt-4o-mini',
    agent_name: 'evaluator_agent',
    'gen_ai.agent.name': 'evaluator_agent',
    'logfire.msg': 'evaluator_agent run',
    'gen_ai.usage.input_tokens': 131,
    'gen_ai.usage.output_tokens': 69,
    'pydantic_ai.all_messages': '[]',
  }
  expect(withoutKeys(factsOf(span({ name: 'evaluator_agent run', scope, attributes })))).toEqual(
    facts({
      dialect: 'pydantic-ai',
      kind: 'agent',
      name: 'evaluator_agent',
      agent: 'evaluator_agent',
      requestModel: 'gpt-4o-mini',
      usage: usage({ input: 131, output: 69 }),
    }),
  )
})

test('a tool call of an older version, its result a text that the schema calls an object', () => {
  const attributes = {
    'gen_ai.tool.name': 'get_pun_suggestion',
    'gen_ai.tool.call.id': 'call_X0OSgjUukT5inyEQvuZQnHrk',
    tool_arguments: '{"topic": "programming"}',
    'logfire.json_schema': '{"type": "object", "properties": {"tool_response": {"type": "object"}}}',
    tool_response: 'Pun idea: think about homophones',
  }
  expect(withoutKeys(factsOf(span({ name: 'running tool: get_pun_suggestion', scope, attributes })))).toEqual(
    facts({
      dialect: 'pydantic-ai',
      kind: 'tool',
      name: 'get_pun_suggestion',
      callId: 'call_X0OSgjUukT5inyEQvuZQnHrk',
      args: { value: { topic: 'programming' } },
      result: { value: 'Pun idea: think about homophones' },
      status: 'ok',
    }),
  )
})

test('tools run together are a group', () => {
  const attributes = { tools: ['a', 'b', 'c'], 'logfire.msg': 'running 3 tools' }
  expect(factsOf(span({ name: 'running 3 tools', scope, attributes }))?.kind).toBe('group')
  expect(factsOf(span({ name: 'running 3 tools', attributes }))).toBe(undefined)
})

test('events of a call as one attribute', () => {
  const call = (events: unknown): ReturnType<typeof factsOf> =>
    factsOf(
      span({
        name: 'chat m',
        attributes: { 'gen_ai.operation.name': 'chat', model_request_parameters: '{}', events: JSON.stringify(events) },
      }),
    )
  const choice = {
    'event.name': 'gen_ai.choice',
    index: 0,
    message: {
      role: 'assistant',
      tool_calls: [{ id: 'c2', type: 'function', function: { name: 'book', arguments: { id: 7 } } }],
    },
  }
  const asked = call([{ 'event.name': 'gen_ai.tool.message', role: 'tool', id: 'c1', content: 'ok' }, choice])
  expect(asked?.requests).toEqual([{ callId: 'c2', name: 'book', args: { value: { id: 7 } } }])
  expect(asked?.answers).toEqual(['c1'])
  const unanswered = call([{ 'event.name': 'gen_ai.user.message', content: 'hi', role: 'user' }])
  expect([unanswered?.requests, unanswered?.answers]).toEqual([null, []])
})

test('details of usage', () => {
  const found = factsOf(
    span({
      name: 'chat m',
      attributes: {
        'gen_ai.operation.name': 'chat',
        model_request_parameters: '{}',
        'gen_ai.usage.input_tokens': 100,
        'gen_ai.usage.output_tokens': 20,
        'gen_ai.usage.details.cache_read_input_tokens': 60,
        'gen_ai.usage.details.cache_creation_input_tokens': 10,
        'gen_ai.usage.details.reasoning_tokens': 5,
      },
    }),
  )
  expect(found?.usage).toEqual(usage({ input: 100, output: 20, cachedInput: 60, cacheWrite: 10, reasoning: 5 }))
})
