import { expect, test } from 'vitest'

import { answersIn, requestsIn } from '../../../src/dialects/messages/read-messages.ts'
import type { Value } from '../../../src/model/value.ts'

const asked = [{ callId: 'c1', name: 'book', args: { value: { to: 'Rome' } } }]

/** One request and one answer in the words of each vendor. */
const shapes: [string, Value, Value][] = [
  [
    'GenAI parts',
    {
      role: 'assistant',
      parts: [{ type: 'text' }, { type: 'tool_call', id: 'c1', name: 'book', arguments: { to: 'Rome' } }],
    },
    { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: 'ok' }] },
  ],
  [
    'OpenAI chat',
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c1', type: 'function', function: { name: 'book', arguments: '{"to":"Rome"}' } }],
    },
    { role: 'tool', tool_call_id: 'c1', content: 'ok' },
  ],
  [
    'LangChain',
    { type: 'ai', content: '', tool_calls: [{ id: 'c1', name: 'book', args: { to: 'Rome' }, type: 'tool_call' }] },
    { type: 'tool', tool_call_id: 'c1', content: 'ok' },
  ],
  [
    'OpenAI Responses items',
    { type: 'function_call', id: 'fc_1', call_id: 'c1', name: 'book', arguments: '{"to":"Rome"}' },
    { type: 'function_call_output', call_id: 'c1', output: 'ok' },
  ],
  [
    'Anthropic blocks',
    {
      role: 'assistant',
      content: [{ type: 'thinking' }, { type: 'tool_use', id: 'c1', name: 'book', input: { to: 'Rome' } }],
    },
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c1', content: 'ok' }] },
  ],
  [
    'Bedrock blocks',
    { role: 'assistant', content: [{ toolUse: { toolUseId: 'c1', name: 'book', input: { to: 'Rome' } } }] },
    { role: 'user', content: [{ toolResult: { toolUseId: 'c1', content: [] } }] },
  ],
  [
    'AI SDK parts',
    { role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'c1', toolName: 'book', input: { to: 'Rome' } }] },
    { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'c1', toolName: 'book', output: 'ok' }] },
  ],
]

test.each(shapes)('%s as values', (_what, request, answer) => {
  expect(requestsIn([request])).toEqual(asked)
  expect(answersIn([request, answer])).toEqual(['c1'])
})

test.each(shapes)('%s as JSON text', (_what, request, answer) => {
  expect(requestsIn(JSON.stringify([request]))).toEqual(asked)
  expect(answersIn(JSON.stringify([request, answer, answer]))).toEqual(['c1'])
})

test('the old function call has no id', () => {
  expect(requestsIn([{ role: 'assistant', function_call: { name: 'book', arguments: '{}' } }])).toEqual([
    { callId: null, name: 'book', args: { value: {} } },
  ])
})

test('tools that the provider runs are not asked for', () => {
  expect(
    requestsIn([
      { role: 'assistant', content: [{ type: 'server_tool_use', id: 's', name: 'web_search', input: {} }] },
      { role: 'assistant', parts: [{ type: 'server_tool_call', id: 's', name: 'web_search' }] },
      { content: [{ type: 'tool-call', toolCallId: 's', toolName: 'web_search', providerExecuted: true }] },
    ]),
  ).toEqual([])
})

test('what an API sent or answered is unwrapped', () => {
  const message = shapes[1]![1]
  expect(requestsIn(JSON.stringify({ id: 'chatcmpl-1', choices: [{ index: 0, message }] }))).toEqual(asked)
  expect(requestsIn({ output: [shapes[3]![1]] })).toEqual(asked)
  expect(answersIn({ model: 'm', messages: [shapes[4]![2]] })).toEqual(['c1'])
})

test('arguments that are no JSON are said to be none', () => {
  const call = { id: 'c1', function: { name: 'book', arguments: '{"to":' } }
  expect(requestsIn([{ tool_calls: [call] }])).toEqual([
    {
      callId: 'c1',
      name: 'book',
      args: { lacks: 'invalid-json', text: '{"to":', problem: 'unexpected end of JSON input' },
    },
  ])
})

test.each<[string, Value | undefined]>([
  ['nothing', undefined],
  ['null', null],
  ['plain text', 'hello'],
  ['a placeholder', '[REDACTED]'],
  ['JSON that was cut', '[{"role":"user","content":"tool_call_id'],
  ['a number', 7],
])('%s is no captured message', (_what, value) => {
  expect([requestsIn(value), answersIn(value)]).toEqual([null, null])
})

test('messages without calls were captured', () => {
  expect([requestsIn('[]'), answersIn('[]')]).toEqual([[], []])
  expect(answersIn('[{"role":"user","parts":[{"type":"text","content":"hi"}]}]')).toEqual([])
})

test('words in a text are no answer', () => {
  expect(answersIn('[{"role":"user","content":"what is a tool_call_id?"}]')).toEqual([])
})

test.each<[string, Value]>([
  [
    'members of other types',
    [{ parts: 'x', tool_calls: {}, content: [1, null, [], { type: 'tool_use' }] }, 3, null, ['x']],
  ],
  ['names of the prototype', [{ tool_calls: [{ id: 'c', function: { name: { toString: 'x' } } }] }]],
  ['an empty name', [{ tool_calls: [{ id: 'c', function: { name: '' } }] }]],
])('%s ask for nothing', (_what, value) => {
  expect(requestsIn(value)).toEqual([])
  expect(requestsIn(JSON.stringify(value))).toEqual([])
})

test('nesting beyond reason is not read', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  expect(requestsIn(deep)).toBe(null)
  expect(answersIn(deep)).toEqual([])
})
