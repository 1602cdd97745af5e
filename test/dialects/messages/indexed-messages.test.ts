import { expect, test } from 'vitest'

import {
  indexedAnswers,
  indexedRequests,
  openinferenceMessages,
  openllmetryMessages,
} from '../../../src/dialects/messages/indexed-messages.ts'
import { span } from '../../support/span.ts'

const of = (attributes: Record<string, unknown>): ReturnType<typeof span> => span({ name: 'x', attributes })

test('calls come in the order of their indexes, whatever the order of the keys', () => {
  const call = (message: number, index: number, name: string): Record<string, string> => ({
    [`llm.output_messages.${message}.message.tool_calls.${index}.tool_call.function.name`]: name,
  })
  const one = of({ ...call(1, 0, 'd'), ...call(0, 10, 'c'), ...call(0, 2, 'b'), ...call(0, 0, 'a') })
  expect(indexedRequests(one, openinferenceMessages)?.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd'])
})

test('a call without name or arguments', () => {
  const one = of({
    'gen_ai.completion.0.tool_calls.0.id': 'c1',
    'gen_ai.completion.0.tool_calls.1.name': 'book',
  })
  expect(indexedRequests(one, openllmetryMessages)).toEqual([
    { callId: null, name: 'book', args: { lacks: 'not-captured' } },
  ])
})

test('a role and a finish reason are no captured output', () => {
  const bare = { 'gen_ai.completion.0.role': 'assistant', 'gen_ai.completion.0.finish_reason': 'stop' }
  expect(indexedRequests(of(bare), openllmetryMessages)).toBe(null)
  expect(indexedRequests(of({ ...bare, 'gen_ai.completion.0.content': 'hi' }), openllmetryMessages)).toEqual([])
  expect(indexedRequests(of({ 'llm.output_messages.0.message.role': 'assistant' }), openinferenceMessages)).toBe(null)
})

test('answers in the input, each once', () => {
  expect(
    indexedAnswers(
      of({
        'llm.input_messages.1.message.tool_call_id': 'c1',
        'llm.input_messages.2.message.tool_call_id': 'c2',
        'llm.input_messages.3.message.tool_call_id': 'c1',
        'llm.output_messages.0.message.tool_call_id': 'c9',
      }),
      openinferenceMessages,
    ),
  ).toEqual(['c1', 'c2'])
  expect(indexedAnswers(of({ 'gen_ai.prompt.2.tool_call_id': 'c1' }), openllmetryMessages)).toEqual(['c1'])
  expect(indexedAnswers(of({ 'gen_ai.prompt.0.role': 'user' }), openllmetryMessages)).toBe(null)
})

test('indexes that are none, or absurd, are no call', () => {
  expect(
    indexedRequests(
      of({
        'gen_ai.completion.x.tool_calls.0.name': 'a',
        'gen_ai.completion.0.tool_calls.99999.name': 'b',
        'gen_ai.completion.0.tool_calls.__proto__.name': 'c',
      }),
      openllmetryMessages,
    ),
  ).toEqual([])
})
