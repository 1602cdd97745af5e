import { expect, test } from 'vitest'

import { factsOf } from '../../src/dialects/index.ts'
import { otelGenai } from '../../src/dialects/otel-genai.ts'
import { facts, usage, withoutKeys } from '../support/facts.ts'
import { span, type SpanSketch } from '../support/span.ts'

test.each<[string, boolean, Omit<SpanSketch, 'name'>]>([
  ['gen_ai.provider.name', true, { attributes: { 'gen_ai.provider.name': 'openai' } }],
  ['messages as attributes', true, { attributes: { 'gen_ai.input.messages': '[]' } }],
  ['an operation name alone', true, { attributes: { 'gen_ai.operation.name': 'chat' } }],
  ['a request model alone', false, { attributes: { 'gen_ai.request.model': 'gpt-5' } }],
  ['nothing', false, {}],
])('%s', (_what, recognised, sketch) => {
  expect(otelGenai.recognises(span({ name: 'x', ...sketch }))).toBe(recognised)
})

// strands-agents/evals, tests/strands_evals/mappers/fixtures/otel_genai_convention_spans.json
const recorded = {
  agent: {
    'gen_ai.operation.name': 'invoke_agent',
    'gen_ai.agent.name': 'WeatherAssistant',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.conversation.id': 'conv_otel_test_001',
    'gen_ai.usage.input_tokens': 150,
    'gen_ai.usage.output_tokens': 42,
  },
  chat: {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.conversation.id': 'conv_otel_test_001',
    'gen_ai.usage.input_tokens': 80,
    'gen_ai.usage.output_tokens': 25,
  },
  paris: {
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': 'get_weather',
    'gen_ai.tool.call.id': 'call_paris_001',
    'gen_ai.tool.type': 'function',
    'gen_ai.tool.call.arguments': '{"location": "Paris"}',
    'gen_ai.tool.call.result': 'rainy, 57°F',
    'gen_ai.conversation.id': 'conv_otel_test_001',
  },
  london: {
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': 'get_weather',
    'gen_ai.tool.call.id': 'call_london_001',
    'gen_ai.tool.call.arguments': '{"location": "London"}',
    'gen_ai.conversation.id': 'conv_otel_test_001',
    'error.type': 'TimeoutError',
  },
}

test('an agent', () => {
  const found = factsOf(span({ name: 'invoke_agent WeatherAssistant', status: 'ok', attributes: recorded.agent }))
  expect(withoutKeys(found)).toEqual(
    facts({
      dialect: 'otel-genai',
      kind: 'agent',
      name: 'WeatherAssistant',
      agent: 'WeatherAssistant',
      conversation: 'conv_otel_test_001',
      status: 'ok',
      provider: 'openai',
      requestModel: 'gpt-4o',
      usage: usage({ input: 150, output: 42 }),
    }),
  )
})

test('a model call whose messages are on an event', () => {
  const messages = {
    'gen_ai.input.messages': [{ role: 'user', parts: [{ type: 'text', content: 'Paris and London?' }] }],
    'gen_ai.output.messages': [
      {
        role: 'assistant',
        parts: [
          { type: 'text', content: 'Let me check the weather for both cities.' },
          { type: 'tool_call', id: 'call_paris_001', name: 'get_weather', arguments: { location: 'Paris' } },
          { type: 'tool_call', id: 'call_london_001', name: 'get_weather', arguments: { location: 'London' } },
        ],
        finish_reason: 'tool_calls',
      },
    ],
  }
  const found = factsOf(
    span({
      name: 'chat gpt-4o',
      status: 'ok',
      attributes: recorded.chat,
      events: [{ name: 'gen_ai.client.inference.operation.details', attributes: messages }],
    }),
  )
  expect(withoutKeys(found)).toEqual(
    facts({
      dialect: 'otel-genai',
      kind: 'model',
      name: 'gpt-4o',
      conversation: 'conv_otel_test_001',
      status: 'ok',
      provider: 'openai',
      requestModel: 'gpt-4o',
      usage: usage({ input: 80, output: 25 }),
      requests: [
        { callId: 'call_paris_001', name: 'get_weather', args: { value: { location: 'Paris' } } },
        { callId: 'call_london_001', name: 'get_weather', args: { value: { location: 'London' } } },
      ],
      answers: [],
    }),
  )
})

test('a tool call with a text result, and the keys its facts are from', () => {
  expect(factsOf(span({ name: 'execute_tool get_weather', status: 'ok', attributes: recorded.paris }))).toEqual(
    facts({
      dialect: 'otel-genai',
      kind: 'tool',
      name: 'get_weather',
      conversation: 'conv_otel_test_001',
      callId: 'call_paris_001',
      args: { value: { location: 'Paris' } },
      result: { value: 'rainy, 57°F' },
      status: 'ok',
      keys: {
        args: 'gen_ai.tool.call.arguments',
        callId: 'gen_ai.tool.call.id',
        conversation: 'gen_ai.conversation.id',
        result: 'gen_ai.tool.call.result',
        toolName: 'gen_ai.tool.name',
      },
    }),
  )
})

test('a tool call that failed', () => {
  const found = factsOf(span({ name: 'execute_tool get_weather', status: 'error', attributes: recorded.london }))
  expect(withoutKeys(found)).toEqual(
    facts({
      dialect: 'otel-genai',
      kind: 'tool',
      name: 'get_weather',
      conversation: 'conv_otel_test_001',
      callId: 'call_london_001',
      args: { value: { location: 'London' } },
      status: 'error',
      errorType: 'TimeoutError',
    }),
  )
})

// Arize-ai/openinference, openinference-genai/test/__fixtures__/otel_genai_client_span_tool_calls.json
test('a model call with messages as JSON text', () => {
  const found = factsOf(
    span({
      name: 'chat gpt-4',
      attributes: {
        'gen_ai.provider.name': 'openai',
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'gpt-4',
        'gen_ai.response.id': 'chatcmpl-CQF10eCkoFphJZJQkzzN6EkTD0AVF',
        'gen_ai.response.model': 'gpt-4-0613',
        'gen_ai.usage.output_tokens': 52,
        'gen_ai.usage.input_tokens': 97,
        'gen_ai.response.finish_reasons': ['stop'],
        'gen_ai.input.messages':
          '[{"role":"user","parts":[{"type":"text","content":"Weather in Paris?"}]},{"role":"assistant","parts":[{"type":"text","content":"Absolutely! Let me check the weather for you."},{"type":"tool_call","id":"1234","name":"get_weather","arguments":{"location":"Paris"}}]},{"role":"tool","parts":[{"type":"tool_call_response","id":"1234","response":"rainy, 57°F"}]}]',
        'gen_ai.output.messages':
          '[{"role":"assistant","parts":[{"type":"text","content":"The weather in Paris is currently rainy with a temperature of 57°F."}],"finish_reason":"stop"}]',
      },
    }),
  )
  expect(withoutKeys(found)).toEqual(
    facts({
      dialect: 'otel-genai',
      kind: 'model',
      name: 'gpt-4',
      provider: 'openai',
      requestModel: 'gpt-4',
      responseModel: 'gpt-4-0613',
      responseId: 'chatcmpl-CQF10eCkoFphJZJQkzzN6EkTD0AVF',
      usage: usage({ input: 97, output: 52 }),
      finishReason: 'stop',
      requests: [],
      answers: ['1234'],
    }),
  )
})

test.each([
  ['embeddings', { kind: 'other', name: 'embeddings' }],
  ['create_agent', { kind: 'other', name: 'create_agent' }],
  ['invoke_workflow', { kind: 'workflow', name: 'refunds' }],
  ['retrieval', { kind: 'retrieval', name: 'kb' }],
  ['agent_step', { kind: 'group', name: null }],
])('operation %s', (operation, { kind, name }) => {
  const found = factsOf(
    span({
      name: 'x',
      attributes: {
        'gen_ai.operation.name': operation,
        'gen_ai.workflow.name': 'refunds',
        'gen_ai.data_source.id': 'kb',
      },
    }),
  )
  expect({ kind: found?.kind, name: found?.name }).toEqual({ kind, name })
})

test('an unknown operation and a bare provider tell of no step', () => {
  expect(factsOf(span({ name: 'x', attributes: { 'gen_ai.operation.name': 'dream' } }))).toBe(undefined)
  expect(factsOf(span({ name: 'x', attributes: { 'gen_ai.provider.name': 'openai' } }))).toBe(undefined)
})

test('a tool span from before the operation name', () => {
  const found = factsOf(span({ name: 'x', attributes: { 'gen_ai.tool.name': 'lookup', 'gen_ai.tool.call.id': 'c1' } }))
  expect(withoutKeys(found)).toEqual(facts({ dialect: 'otel-genai', kind: 'tool', name: 'lookup', callId: 'c1' }))
})

test('retries, cache and time to the first chunk', () => {
  const found = factsOf(
    span({
      name: 'chat m',
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'anthropic',
        'gen_ai.usage.input_tokens': 106,
        'gen_ai.usage.cache_read.input_tokens': 40,
        'gen_ai.usage.cache_creation.input_tokens': 5,
        'gen_ai.usage.output_tokens': 9,
        'gen_ai.usage.reasoning.output_tokens': 3,
        'gen_ai.response.time_to_first_chunk': 0.25,
        'http.request.resend_count': 1,
      },
    }),
  )
  expect(withoutKeys(found)).toEqual(
    facts({
      dialect: 'otel-genai',
      kind: 'model',
      provider: 'anthropic',
      usage: { input: 106, output: 9, cachedInput: 40, cacheWrite: 5, reasoning: 3 },
      timeToFirstTokenNano: 250_000_000,
      tries: 2,
    }),
  )
})
