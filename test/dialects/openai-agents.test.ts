import { expect, test } from 'vitest'

import { factsOf, vocabularyOf } from '../../src/dialects/index.ts'
import { facts, usage, withoutKeys } from '../support/facts.ts'
import { span } from '../support/span.ts'

/** A span of the reader of this format: the members of `span_data` under one prefix. */
function read(type: string, members: Record<string, unknown>): ReturnType<typeof span> {
  const { name, ...data } = members
  return span({
    name: typeof name === 'string' ? name : type,
    attributes: {
      'openai_agents.span.type': type,
      ...(name !== undefined && { 'openai_agents.span.name': name }),
      'openai_agents.trace.group_id': 'chat-1',
      ...Object.fromEntries(Object.entries(data).map(([key, value]) => [`openai_agents.span_data.${key}`, value])),
    },
  })
}

const base = { dialect: 'openai-agents', conversation: 'chat-1' }

test('an agent', () => {
  const one = read('agent', { name: 'triage', tools: ['search'], handoffs: ['billing'], output_type: 'str' })
  expect(withoutKeys(factsOf(one))).toEqual(facts({ ...base, kind: 'agent', name: 'triage' }))
  expect(vocabularyOf(one)).toBe('openai-agents')
})

test('a function, whose result may be text', () => {
  const one = read('function', { name: 'search', input: '{"q":"x"}', output: 'three flights' })
  expect(withoutKeys(factsOf(one))).toEqual(
    facts({
      ...base,
      kind: 'tool',
      name: 'search',
      args: { value: { q: 'x' } },
      result: { value: 'three flights' },
      status: 'ok',
    }),
  )
})

test('a handoff', () => {
  const one = read('handoff', { from_agent: 'triage', to_agent: 'billing' })
  expect(withoutKeys(factsOf(one))).toEqual(
    facts({ ...base, kind: 'handoff', name: 'billing', agent: 'triage', handoffTo: 'billing' }),
  )
})

test('a generation by the Python SDK: messages, and flat usage', () => {
  const one = read('generation', {
    model: 'gpt-5',
    input: [
      { role: 'user', content: 'hi' },
      { role: 'tool', tool_call_id: 'c0', content: '4' },
    ],
    output: [
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'c1', type: 'function', function: { name: 'search', arguments: '{"q":"x"}' } }],
      },
    ],
    usage: { input_tokens: 128, output_tokens: 36, cached_input_tokens: 64, cache_write_input_tokens: 0 },
  })
  expect(withoutKeys(factsOf(one))).toEqual(
    facts({
      ...base,
      kind: 'model',
      name: 'gpt-5',
      requestModel: 'gpt-5',
      usage: { input: 128, output: 36, cachedInput: 64, cacheWrite: 0, reasoning: null },
      requests: [{ callId: 'c1', name: 'search', args: { value: { q: 'x' } } }],
      answers: ['c0'],
    }),
  )
})

test('a generation by the JavaScript SDK: a whole response, and usage in details', () => {
  const one = read('generation', {
    model: 'gpt-5',
    output: [
      {
        id: 'chatcmpl-1',
        model: 'gpt-5-2025-08-07',
        choices: [
          {
            finish_reason: 'tool_calls',
            message: { tool_calls: [{ id: 'c1', type: 'function', function: { name: 'search', arguments: '{}' } }] },
          },
        ],
      },
    ],
    usage: {
      input_tokens: 128,
      output_tokens: 36,
      details: { input_tokens_details: { cached_tokens: 64 }, output_tokens_details: { reasoning_tokens: 9 } },
    },
  })
  const found = factsOf(one)
  expect([found?.responseModel, found?.finishReason, found?.requests]).toEqual([
    'gpt-5-2025-08-07',
    'tool_call',
    [{ callId: 'c1', name: 'search', args: { value: {} } }],
  ])
  expect(found?.usage).toEqual(usage({ input: 128, output: 36, cachedInput: 64, reasoning: 9 }))
})

test('a response has nothing but its id', () => {
  expect(withoutKeys(factsOf(read('response', { response_id: 'resp_1' })))).toEqual(
    facts({ ...base, kind: 'model', responseId: 'resp_1' }),
  )
})

test('a turn is a custom span by the SDK, and its usage that of what is in it', () => {
  const turn = read('custom', {
    name: 'turn',
    data: { sdk_span_type: 'turn', turn: 1, agent_name: 'triage', usage: { input_tokens: 10, output_tokens: 3 } },
  })
  expect(withoutKeys(factsOf(turn))).toEqual(
    facts({ ...base, kind: 'group', name: 'turn', usage: usage({ input: 10, output: 3 }) }),
  )
  expect(factsOf(read('custom', { name: 'mine', data: { sdk_span_type: 'agent' } }))).toBe(undefined)
})

test.each([
  ['guardrail', 'other'],
  ['speech', 'other'],
  ['speech_group', 'group'],
  ['mcp_tools', undefined],
])('%s', (type, kind) => {
  expect(factsOf(read(type, {}))?.kind).toBe(kind)
})

test('usage that is none', () => {
  expect(factsOf(read('generation', { usage: { input_tokens: '3', output_tokens: -1 } }))?.usage).toBe(null)
  expect(factsOf(read('generation', { usage: {} }))?.usage).toBe(null)
})
