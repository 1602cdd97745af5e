import { expect, test } from 'vitest'

import { eventAnswers, eventRequests } from '../../../src/dialects/messages/message-events.ts'
import type { Span } from '../../../src/model/span.ts'
import type { Value } from '../../../src/model/value.ts'
import { span } from '../../support/span.ts'

const call = { id: 'c1', type: 'function', function: { name: 'book', arguments: '{"to":"Rome"}' } }
const asked = [{ callId: 'c1', name: 'book', args: { value: { to: 'Rome' } } }]

function withEvent(name: string, attributes: Record<string, unknown>, body: Value = null): Span {
  const one = span({ name: 'x', events: [{ name, attributes }] })
  return { ...one, events: one.events.map((event) => ({ ...event, body })) }
}

test.each<[string, Record<string, unknown>, Value]>([
  ['the body of a log record', {}, { index: 0, message: { role: 'assistant', tool_calls: [call] } }],
  ['a body with the calls beside the message', {}, { index: 0, message: { content: '' }, tool_calls: [call] }],
  ['calls alone', {}, { tool_calls: [call] }],
  ['text of a body', { 'gen_ai.event.content': JSON.stringify({ message: 1, tool_calls: [call] }) }, null],
  ['a message as JSON text', { message: JSON.stringify({ role: 'assistant', tool_calls: [call] }) }, null],
  ['calls as JSON text', { tool_calls: JSON.stringify([call]) }, null],
  [
    'content blocks as JSON text',
    { message: '[{"toolUse":{"toolUseId":"c1","name":"book","input":{"to":"Rome"}}}]', finish_reason: 'tool_use' },
    null,
  ],
])('a choice in %s', (_what, attributes, body) => {
  expect(eventRequests(withEvent('gen_ai.choice', attributes, body))).toEqual(asked)
})

test('the completion and the prompt of the oldest conventions', () => {
  const completion = JSON.stringify([{ role: 'assistant', tool_calls: [call] }])
  expect(eventRequests(withEvent('gen_ai.content.completion', { 'gen_ai.completion': completion }))).toEqual(asked)
  const prompt = JSON.stringify([{ role: 'tool', tool_call_id: 'c1' }])
  expect(eventAnswers(withEvent('gen_ai.content.prompt', { 'gen_ai.prompt': prompt }))).toEqual(['c1'])
})

test('a choice without content asks for nothing', () => {
  const body = { index: 0, finish_reason: 'stop', message: { role: 'assistant' } }
  expect(eventRequests(withEvent('gen_ai.choice', {}, body))).toEqual([])
})

test('a choice that says nothing leaves open what it asks for', () => {
  expect(eventRequests(withEvent('gen_ai.choice', { finish_reason: 'stop' }))).toBe(null)
})

test.each<[string, string, Record<string, unknown>, readonly string[] | null]>([
  ['a tool message', 'gen_ai.tool.message', { id: 'c1', content: 'ok' }, ['c1']],
  [
    'a tool message of blocks',
    'gen_ai.tool.message',
    { content: '[{"toolResult":{"toolUseId":"c1","content":[]}}]' },
    ['c1'],
  ],
  ['a user message', 'gen_ai.user.message', { content: 'hi' }, []],
  ['a choice', 'gen_ai.choice', {}, null],
  [
    'all messages',
    'gen_ai.client.inference.operation.details',
    { 'gen_ai.input.messages': '[{"parts":[{"type":"tool_call_response","id":"c1"}]}]' },
    ['c1'],
  ],
])('answers in %s', (_what, name, attributes, ids) => {
  expect(eventAnswers(withEvent(name, attributes))).toEqual(ids)
})
