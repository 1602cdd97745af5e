import { expect, test } from 'vitest'

import { factsOf } from '../../src/dialects/index.ts'
import { otelGenaiLegacy } from '../../src/dialects/otel-genai-legacy.ts'
import { facts, usage, withoutKeys } from '../support/facts.ts'
import { span, type SpanSketch } from '../support/span.ts'

test.each<[string, boolean, Omit<SpanSketch, 'name'>]>([
  ['gen_ai.system', true, { attributes: { 'gen_ai.system': 'openai' } }],
  ['the old token keys', true, { attributes: { 'gen_ai.usage.prompt_tokens': 3 } }],
  ['a message event', true, { events: [{ name: 'gen_ai.choice' }] }],
  [
    'both the old and the new provider key',
    false,
    { attributes: { 'gen_ai.system': 'openai', 'gen_ai.provider.name': 'openai' } },
  ],
  ['an operation name alone', false, { attributes: { 'gen_ai.operation.name': 'chat' } }],
  ['nothing', false, {}],
])('%s', (_what, recognised, sketch) => {
  expect(otelGenaiLegacy.recognises(span({ name: 'x', ...sketch }))).toBe(recognised)
})

// agentevals-dev/agentevals, samples/helm.json: OpenLLMetry's `openai.chat` without its workflow keys
test('a model call with indexed messages', () => {
  const found = factsOf(
    span({
      name: 'openai.chat',
      kind: 'client',
      attributes: {
        'gen_ai.completion.0.finish_reason': 'tool_calls',
        'gen_ai.completion.0.role': 'assistant',
        'gen_ai.completion.0.tool_calls.0.arguments': '{}',
        'gen_ai.completion.0.tool_calls.0.id': 'call_P09kjRKHTTJA02oB9HIe4u5t',
        'gen_ai.completion.0.tool_calls.0.name': 'helm_list_releases',
        'gen_ai.conversation.id': 'ctx-7ed9780f-3688-4fc0-b10b-2e4df2f83cf0',
        'gen_ai.openai.api_base': 'https://api.openai.com/v1/',
        'gen_ai.prompt.0.content': '# Helm AI Agent System Prompt',
        'gen_ai.prompt.0.role': 'system',
        'gen_ai.prompt.1.content': 'list all Helm releases',
        'gen_ai.prompt.1.role': 'user',
        'gen_ai.request.model': 'gpt-4.1-mini',
        'gen_ai.response.id': 'chatcmpl-D9q5H84raMm0zTH5wd3lQfBgjuWAD',
        'gen_ai.response.model': 'gpt-4.1-mini-2025-04-14',
        'gen_ai.system': 'openai',
        'gen_ai.usage.cache_read_input_tokens': 0,
        'gen_ai.usage.completion_tokens': 13,
        'gen_ai.usage.prompt_tokens': 1820,
        'gen_ai.usage.reasoning_tokens': 0,
        'llm.headers': 'None',
        'llm.is_streaming': false,
        'llm.request.type': 'chat',
        'llm.usage.total_tokens': 1833,
      },
    }),
  )
  expect(withoutKeys(found)).toEqual(
    facts({
      dialect: 'otel-genai-legacy',
      kind: 'model',
      name: 'gpt-4.1-mini',
      conversation: 'ctx-7ed9780f-3688-4fc0-b10b-2e4df2f83cf0',
      provider: 'openai',
      requestModel: 'gpt-4.1-mini',
      responseModel: 'gpt-4.1-mini-2025-04-14',
      responseId: 'chatcmpl-D9q5H84raMm0zTH5wd3lQfBgjuWAD',
      usage: usage({ input: 1820, output: 13, cachedInput: 0, reasoning: 0 }),
      finishReason: 'tool_call',
      requests: [{ callId: 'call_P09kjRKHTTJA02oB9HIe4u5t', name: 'helm_list_releases', args: { value: {} } }],
      answers: [],
    }),
  )
})

test('a model call of the conventions without content: calls are asked for, arguments unknown', () => {
  const call = { id: 'c1', type: 'function', function: { name: 'search_flights' } }
  const one = span({
    name: 'chat gpt-4o',
    attributes: { 'gen_ai.system': 'openai', 'gen_ai.request.model': 'gpt-4o', 'gen_ai.usage.input_tokens': 7 },
    events: [
      { name: 'gen_ai.user.message', source: 'log' },
      { name: 'gen_ai.tool.message', source: 'log', attributes: { id: 'c0' } },
      { name: 'gen_ai.choice', source: 'log' },
    ],
  })
  const choice = { index: 0, finish_reason: 'tool_calls', message: { role: 'assistant', tool_calls: [call] } }
  const events = one.events.map((event) => (event.name === 'gen_ai.choice' ? { ...event, body: choice } : event))
  const found = factsOf({ ...one, events })
  expect(found?.requests).toEqual([{ callId: 'c1', name: 'search_flights', args: { lacks: 'not-captured' } }])
  expect(found?.answers).toEqual(['c0'])
})

test('the provider of the model alone makes no step', () => {
  expect(factsOf(span({ name: 'x', attributes: { 'gen_ai.system': 'openai' } }))).toBe(undefined)
})
