import { expect, test } from 'vitest'

import { dialectOf, factsOf } from '../../src/dialects/index.ts'
import { facts, usage, withoutKeys } from '../support/facts.ts'
import { span } from '../support/span.ts'

test.each([
  ['generation', 'model', null],
  ['agent', 'agent', 'x'],
  ['tool', 'tool', 'x'],
  ['retriever', 'retrieval', 'x'],
  ['chain', 'group', null],
  ['guardrail', 'other', 'guardrail'],
  ['span', undefined, undefined],
  ['event', undefined, undefined],
])('%s', (type, kind, name) => {
  const found = factsOf(span({ name: 'x', attributes: { 'langfuse.observation.type': type } }))
  expect([found?.kind, found?.name]).toEqual([kind, name])
})

test('a generation by its own SDK', () => {
  const attributes = {
    'langfuse.observation.type': 'generation',
    'langfuse.observation.model.name': 'gpt-4o',
    'langfuse.observation.input': '[{"role":"tool","tool_call_id":"c0","content":"4"}]',
    'langfuse.observation.output':
      '{"role":"assistant","tool_calls":[{"id":"c1","type":"function","function":{"name":"search","arguments":"{}"}}]}',
    'langfuse.observation.usage_details':
      '{"input":10,"input_cached_tokens":30,"output":5,"output_reasoning_tokens":2}',
    'langfuse.observation.cost_details': '{"input":0.001,"output":0.002,"total":0.003}',
    'langfuse.observation.completion_start_time': '2025-10-09T08:53:20.002Z',
    'langfuse.session.id': 's1',
  }
  const one = span({ name: 'answer', attributes })
  expect(withoutKeys(factsOf(one))).toEqual(
    facts({
      dialect: 'langfuse',
      kind: 'model',
      name: 'gpt-4o',
      conversation: 's1',
      responseModel: 'gpt-4o',
      // Its parts stand beside the input and output, and not in them.
      usage: usage({ input: 40, output: 7, cachedInput: 30, reasoning: 2 }),
      costUsd: 0.003,
      timeToFirstTokenNano: 2_000_000,
      requests: [{ callId: 'c1', name: 'search', args: { value: {} } }],
      answers: ['c0'],
    }),
  )
})

// langfuse/langfuse, packages/shared/scripts/seeder/utils/framework-traces/microsoft-agent-2025-10-14.json
const chat = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4o',
  'langfuse.observation.output':
    '[{"role": "assistant", "parts": [{"type": "tool_call", "id": "call_Sz1QP8T7fuJkIECGDLFWOorq", "name": "get_weather", "arguments": {"location": "Portland"}}]}]',
}

test('usage that only Langfuse has is an estimate', () => {
  const attributes = {
    ...chat,
    'langfuse.observation.usage_details': '{"input":25,"output":70,"total":95}',
    'spanpact.usage.estimated': true,
    'langfuse.observation.cost_details': '{"total":0.001}',
    'spanpact.cost.estimated': true,
  }
  const one = span({ name: 'chat gpt-4o', attributes })
  expect(withoutKeys(factsOf(one))).toEqual(
    facts({
      dialect: 'otel-genai',
      kind: 'model',
      name: 'gpt-4o',
      provider: 'openai',
      requestModel: 'gpt-4o',
      usage: usage({ input: 25, output: 70 }),
      isUsageEstimated: true,
      requests: [
        {
          callId: 'call_Sz1QP8T7fuJkIECGDLFWOorq',
          name: 'get_weather',
          args: { value: { location: 'Portland' } },
        },
      ],
    }),
  )
  expect(dialectOf(one)).toBe('otel-genai')
})

test('usage of the instrumentation comes first', () => {
  const attributes = {
    ...chat,
    'gen_ai.usage.input_tokens': 62,
    'gen_ai.usage.output_tokens': 85,
    'langfuse.observation.usage_details': '{"input":14,"output":43}',
    'spanpact.usage.estimated': true,
  }
  const found = factsOf(span({ name: 'chat gpt-4o', attributes }))
  expect([found?.usage, found?.isUsageEstimated]).toEqual([usage({ input: 62, output: 85 }), false])
})

test('zeros and nothing are unknown', () => {
  const tokens = (details: string): unknown =>
    factsOf(
      span({
        name: 'x',
        attributes: { 'langfuse.observation.type': 'generation', 'langfuse.observation.usage_details': details },
      }),
    )?.usage
  expect(tokens('{"input":0,"output":0}')).toBe(null)
  expect(tokens('{}')).toBe(null)
  expect(tokens('{"input":')).toBe(null)
})

test('content that Langfuse took out of the attributes', () => {
  const attributes = {
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': 'get_weather',
    'langfuse.observation.input': { location: 'Portland' },
    'langfuse.observation.output': 'stormy',
    'langfuse.observation.level': 'ERROR',
  }
  expect(withoutKeys(factsOf(span({ name: 'execute_tool get_weather', attributes })))).toEqual(
    facts({
      dialect: 'otel-genai',
      kind: 'tool',
      name: 'get_weather',
      args: { value: { location: 'Portland' } },
      result: { value: 'stormy' },
      status: 'error',
    }),
  )
})
