import { expect, test } from 'vitest'

import { factsOf } from '../../src/dialects/index.ts'
import { vercelAi } from '../../src/dialects/vercel-ai.ts'
import { facts, usage, withoutKeys } from '../support/facts.ts'
import { span, type SpanSketch } from '../support/span.ts'

test.each<[string, boolean, Omit<SpanSketch, 'name'>]>([
  ['an operation id', true, { attributes: { 'ai.operationId': 'ai.generateText' } }],
  [
    'a model call that also has the old provider key',
    true,
    { attributes: { 'ai.operationId': 'ai.generateText.doGenerate', 'gen_ai.system': 'openai' } },
  ],
  [
    'an operation name wins',
    false,
    { attributes: { 'ai.operationId': 'ai.generateText', 'gen_ai.operation.name': 'chat' } },
  ],
  ['nothing', false, {}],
])('%s', (_what, recognised, sketch) => {
  expect(vercelAi.recognises(span({ name: 'x', ...sketch }))).toBe(recognised)
})

// Arize-ai/openinference, openinference-vercel/test/__fixtures__/v6-spans/all-spans.json
const stream = {
  'operation.name': 'ai.streamText.doStream test-stream-text',
  'resource.name': 'test-stream-text',
  'ai.operationId': 'ai.streamText.doStream',
  'ai.telemetry.functionId': 'test-stream-text',
  'ai.model.provider': 'openai.responses',
  'ai.model.id': 'gpt-4o-mini',
  'ai.settings.maxRetries': 2,
  'ai.prompt.messages': '[{"role":"user","content":[{"type":"text","text":"Write a short poem about TypeScript."}]}]',
  'gen_ai.system': 'openai.responses',
  'gen_ai.request.model': 'gpt-4o-mini',
  'ai.response.msToFirstChunk': 426.8535000000011,
  'ai.response.msToFinish': 5385.003875,
  'ai.response.finishReason': 'stop',
  'ai.response.text': 'In code’s embrace, where types align',
  'ai.response.id': 'resp_07aff6ffa00269d50069821220f35c819dbbabe49b6cc82791',
  'ai.response.model': 'gpt-4o-mini-2024-07-18',
  'ai.usage.inputTokens': 15,
  'ai.usage.outputTokens': 112,
  'ai.usage.totalTokens': 127,
  'ai.usage.reasoningTokens': 0,
  'ai.usage.cachedInputTokens': 0,
  'gen_ai.response.finish_reasons': ['stop'],
  'gen_ai.usage.input_tokens': 15,
  'gen_ai.usage.output_tokens': 112,
}

test('a streamed model call', () => {
  expect(withoutKeys(factsOf(span({ name: 'ai.streamText.doStream', attributes: stream })))).toEqual(
    facts({
      dialect: 'vercel-ai',
      kind: 'model',
      name: 'gpt-4o-mini',
      agent: 'test-stream-text',
      provider: 'openai',
      requestModel: 'gpt-4o-mini',
      responseModel: 'gpt-4o-mini-2024-07-18',
      responseId: 'resp_07aff6ffa00269d50069821220f35c819dbbabe49b6cc82791',
      usage: { input: 15, output: 112, cachedInput: 0, cacheWrite: null, reasoning: 0 },
      timeToFirstTokenNano: 426_853_500,
      finishReason: 'stop',
      requests: [],
      answers: [],
    }),
  )
})

test('the function around calls is a group, not an agent', () => {
  const found = factsOf(
    span({
      name: 'ai.generateText',
      attributes: {
        'ai.operationId': 'ai.generateText',
        'ai.model.provider': 'openai.responses',
        'ai.model.id': 'gpt-4o-mini',
        'ai.usage.promptTokens': 14,
        'ai.usage.completionTokens': 20,
      },
    }),
  )
  expect(withoutKeys(found)).toEqual(
    facts({
      dialect: 'vercel-ai',
      kind: 'group',
      name: 'ai.generateText',
      provider: 'openai',
      requestModel: 'gpt-4o-mini',
      usage: usage({ input: 14, output: 20 }),
    }),
  )
})

// langfuse/langfuse, worker/src/__tests__/chatml/framework-traces/vercel-aisdk-2025-11-17.trace.json
test('numbers that a source made texts are numbers', () => {
  const one = span({
    name: 'ai.generateText.doGenerate',
    attributes: {
      'ai.operationId': 'ai.generateText.doGenerate',
      'gen_ai.system': 'openai.responses',
      'gen_ai.request.model': 'gpt-5',
      'ai.response.finishReason': 'tool-calls',
      'ai.usage.promptTokens': '62',
      'ai.usage.completionTokens': '85',
      'gen_ai.response.finish_reasons': '["tool-calls"]',
    },
  })
  const stringly = factsOf({ ...one, source: { ...one.source, isStringly: true } })
  expect(stringly?.usage).toEqual(usage({ input: 62, output: 85 }))
  expect(stringly?.finishReason).toBe('tool_call')
  expect(stringly?.provider).toBe('openai')
  // Elsewhere a text is no number.
  expect(factsOf(one)?.usage).toBe(null)
})

test('a tool call, and a model call that asked for it', () => {
  const tool = factsOf(
    span({
      name: 'ai.toolCall',
      attributes: {
        'operation.name': 'ai.toolCall',
        'ai.operationId': 'ai.toolCall',
        'ai.toolCall.name': 'getWeather',
        'ai.toolCall.id': 'call_DgKARp7a7IhJPDczfifMp6Ra',
        'ai.toolCall.args': '{"location":"Berlin"}',
        'ai.toolCall.result': '{"degrees":9}',
      },
    }),
  )
  expect(withoutKeys(tool)).toEqual(
    facts({
      dialect: 'vercel-ai',
      kind: 'tool',
      name: 'getWeather',
      callId: 'call_DgKARp7a7IhJPDczfifMp6Ra',
      args: { value: { location: 'Berlin' } },
      result: { value: { degrees: 9 } },
      status: 'ok',
    }),
  )
  const model = (attributes: Record<string, unknown>): unknown =>
    factsOf(span({ name: 'x', attributes: { 'ai.operationId': 'ai.streamText.doStream', ...attributes } }))?.requests
  const asked = [{ callId: 'c1', name: 'getWeather', args: { value: { location: 'Berlin' } } }]
  expect(
    model({
      'ai.response.toolCalls':
        '[{"type":"tool-call","toolCallId":"c1","toolName":"getWeather","input":{"location":"Berlin"}}]',
    }),
  ).toEqual(asked)
  expect(
    model({
      'ai.response.toolCalls':
        '[{"toolCallType":"function","toolCallId":"c1","toolName":"getWeather","args":"{\\"location\\":\\"Berlin\\"}"}]',
    }),
  ).toEqual(asked)
  expect(model({ 'ai.response.text': 'hi' })).toEqual([])
  expect(model({})).toBe(null)
})

test('an embedding is no model call, and its wrapper no step', () => {
  const kind = (operation: string): unknown =>
    factsOf(span({ name: operation, attributes: { 'ai.operationId': operation, 'ai.usage.tokens': 10 } }))?.kind
  expect(kind('ai.embed.doEmbed')).toBe('other')
  expect(kind('ai.embed')).toBe('group')
})

test('version 7 speaks GenAI: a step is a group, its calls are read like any', () => {
  const found = factsOf(
    span({
      name: 'step 1',
      attributes: { 'ai.operationId': 'x', 'gen_ai.operation.name': 'agent_step', 'gen_ai.provider.name': 'openai' },
    }),
  )
  expect(withoutKeys(found)).toEqual(facts({ dialect: 'otel-genai', kind: 'group', provider: 'openai' }))
})

test('the parts of the usage that version 6 names', () => {
  const attributes = {
    'ai.operationId': 'ai.generateText.doGenerate',
    'ai.usage.inputTokens': 1000,
    'ai.usage.inputTokenDetails.noCacheTokens': 100,
    'ai.usage.inputTokenDetails.cacheReadTokens': 800,
    'ai.usage.inputTokenDetails.cacheWriteTokens': 100,
    'ai.usage.outputTokens': 50,
    'ai.usage.outputTokenDetails.textTokens': 30,
    'ai.usage.outputTokenDetails.reasoningTokens': 20,
  }
  expect(factsOf(span({ name: 'ai.generateText.doGenerate', attributes }))?.usage).toEqual({
    input: 1000,
    output: 50,
    cachedInput: 800,
    cacheWrite: 100,
    reasoning: 20,
  })
})

test('a streamed call in the words of version 3', () => {
  const attributes = {
    'ai.operationId': 'ai.streamText.doStream',
    'ai.finishReason': 'tool-calls',
    'ai.result.text': '',
    'ai.result.toolCalls': '[{"type":"function","toolCallId":"c1","toolName":"f","args":{"a":1}}]',
    'ai.stream.msToFirstChunk': 33.5,
  }
  const found = factsOf(span({ name: 'ai.streamText.doStream', attributes }))
  expect([found?.finishReason, found?.timeToFirstTokenNano, found?.requests]).toEqual([
    'tool_call',
    33_500_000,
    [{ callId: 'c1', name: 'f', args: { value: { a: 1 } } }],
  ])
})

test('an output of version 3 that is text asks for nothing', () => {
  const attributes = { 'ai.operationId': 'ai.generateText.doGenerate', 'ai.result.text': 'yes' }
  expect(factsOf(span({ name: 'ai.generateText.doGenerate', attributes }))?.requests).toEqual([])
})
