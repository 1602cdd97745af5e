import { describe, expect, test } from 'vitest'

import { finishReasonOf } from '../../src/dialects/finish-reason.ts'
import { factsOf } from '../../src/dialects/index.ts'
import type { Usage } from '../../src/model/span-facts.ts'
import type { Value } from '../../src/model/value.ts'
import { usage } from '../support/facts.ts'
import { span, type SpanSketch } from '../support/span.ts'

const tool = { 'gen_ai.operation.name': 'execute_tool' }
const chat = { 'gen_ai.operation.name': 'chat' }

describe('status', () => {
  test.each<[string, Omit<SpanSketch, 'name'>, string, string | null]>([
    ['no sign', {}, 'unset', null],
    ['status ok', { status: 'ok' }, 'ok', null],
    ['a result', { attributes: { 'gen_ai.tool.call.result': 'done' } }, 'ok', null],
    ['status error', { status: 'error' }, 'error', null],
    ['an error type', { attributes: { 'error.type': 'timeout' } }, 'error', 'timeout'],
    ['an error type beside status ok', { status: 'ok', attributes: { 'error.type': 'timeout' } }, 'error', 'timeout'],
    ['an empty error type', { attributes: { 'error.type': '' } }, 'unset', null],
    [
      'an exception event alone',
      { events: [{ name: 'exception', attributes: { 'exception.type': 'CancelledError' } }] },
      'unset',
      null,
    ],
    [
      'an exception event that explains an error',
      { status: 'error', events: [{ name: 'exception', attributes: { 'exception.type': 'TypeError' } }] },
      'error',
      'TypeError',
    ],
    ['a cancellation', { status: 'error', attributes: { 'error.type': 'AbortError' } }, 'cancelled', 'AbortError'],
    ['words in the status message', { statusMessage: 'Error: timeout' }, 'unset', null],
    ['the error flag of MCP', { attributes: { 'gen_ai.tool.call.result': '{"isError":true}' } }, 'error', null],
    ['an error flag that is off', { attributes: { 'gen_ai.tool.call.result': '{"isError":false}' } }, 'ok', null],
    ['a result that speaks of an error', { attributes: { 'gen_ai.tool.call.result': 'Error: no seat' } }, 'ok', null],
  ])('%s', (_what, sketch, status, errorType) => {
    const found = factsOf(span({ name: 'x', ...sketch, attributes: { ...tool, ...sketch.attributes } }))
    expect([found?.status, found?.errorType]).toEqual([status, errorType])
  })
})

test.each<[Value | undefined, string | null]>([
  ['stop', 'stop'],
  ['end_turn', 'stop'],
  ['STOP', 'stop'],
  ['completed', 'stop'],
  ['stop_sequence', 'stop'],
  ['tool-calls', 'tool_call'],
  ['tool_use', 'tool_call'],
  ['function_call', 'tool_call'],
  ['MAX_TOKENS', 'length'],
  ['incomplete', 'length'],
  ['refusal', 'content_filter'],
  ['SAFETY', 'content_filter'],
  ['error', 'error'],
  ['pause_turn', 'pause_turn'],
  [['tool_calls', 'stop'], 'tool_call'],
  ['["tool-calls"]', 'tool_call'],
  ['["stop","length"]', 'stop'],
  ["['end_turn']", 'stop'],
  ['length,stop', 'length'],
  ['toString', 'toString'],
  ['', null],
  ['[]', null],
  [[], null],
  [7, null],
  [undefined, null],
])('finish reason %j is %j', (value, word) => {
  expect(finishReasonOf(value)).toBe(word)
})

describe('tokens', () => {
  test.each<[string, Record<string, unknown>, Usage | null]>([
    ['none', {}, null],
    ['zero is a number', { 'gen_ai.usage.output_tokens': 0 }, usage({ output: 0 })],
    ['a bigint or a fraction is none', { 'gen_ai.usage.output_tokens': 1.5, 'gen_ai.usage.input_tokens': 2n }, null],
    ['a negative number is none', { 'gen_ai.usage.output_tokens': -1 }, null],
    ['not a number is none', { 'gen_ai.usage.output_tokens': Number.NaN }, null],
    [
      'cache as a part of the input',
      {
        'gen_ai.usage.input_tokens': 106,
        'gen_ai.usage.cache_read.input_tokens': 40,
        'gen_ai.usage.cache_creation.input_tokens': 5,
      },
      usage({ input: 106, cachedInput: 40, cacheWrite: 5 }),
    ],
    [
      'cache that fills the whole input',
      { 'gen_ai.usage.input_tokens': 45, 'gen_ai.usage.cache_read.input_tokens': 45 },
      usage({ input: 45, cachedInput: 45 }),
    ],
    [
      'cache beside the input',
      {
        'gen_ai.usage.input_tokens': 4,
        'gen_ai.usage.cache_read.input_tokens': 29447,
        'gen_ai.usage.cache_creation.input_tokens': 2861,
      },
      usage({ input: 32312, cachedInput: 29447, cacheWrite: 2861 }),
    ],
    ['cache without input', { 'gen_ai.usage.cache_read.input_tokens': 4 }, usage({ cachedInput: 4 })],
    [
      'the old name beside the new',
      { 'gen_ai.usage.input_tokens': 3, 'gen_ai.usage.prompt_tokens': 9 },
      usage({ input: 3 }),
    ],
  ])('%s', (_what, attributes, expected) => {
    expect(factsOf(span({ name: 'x', attributes: { ...chat, ...attributes } }))?.usage).toEqual(expected)
  })
})

test.each([
  [0.25, 250_000_000],
  [0, 0],
  [-1, null],
  [1e299, null],
  ['0.25', null],
])('a first chunk after %j seconds', (seconds, nano) => {
  const attributes = { ...chat, 'gen_ai.response.time_to_first_chunk': seconds }
  expect(factsOf(span({ name: 'x', attributes }))?.timeToFirstTokenNano).toBe(nano)
})

describe('tool name', () => {
  test.each<[string, Record<string, unknown>, string | null]>([
    ['execute_tool lookup order', {}, 'lookup order'],
    ['running tool: refund', {}, 'refund'],
    ['refund.tool', {}, 'refund'],
    ['tool.refund', {}, 'refund'],
    ['mcp__github__create_issue', {}, 'mcp__github__create_issue'],
    ['refund', {}, null],
    ['execute_tool a', { 'gen_ai.tool.name': 'b' }, 'b'],
    ['execute_tool a', { 'openinference.span.kind': 'TOOL', 'tool.name': 'c', 'gen_ai.tool.name': 'b' }, 'b'],
    ['execute_tool a', { 'openinference.span.kind': 'TOOL', 'tool.name': 'c' }, 'c'],
    ['execute_tool a', { 'traceloop.span.kind': 'tool', 'traceloop.entity.name': 'd' }, 'd'],
  ])('%s %j', (name, attributes, expected) => {
    expect(factsOf(span({ name, attributes: { ...tool, ...attributes } }))?.name).toBe(expected)
  })

  test.each(['final_result', 'final_answer', 'final_output'])('%s hands in the answer', (name) => {
    expect(factsOf(span({ name: 'x', attributes: { ...tool, 'gen_ai.tool.name': name } }))?.isOutput).toBe(true)
    expect(factsOf(span({ name, attributes: { ...chat, 'gen_ai.request.model': name } }))?.isOutput).toBe(false)
  })
})

test('the primary dialect has its word, the others fill the gaps, and the keys say who did', () => {
  const found = factsOf(
    span({
      name: 'ChatCompletion',
      attributes: {
        'openinference.span.kind': 'LLM',
        'llm.model_name': 'gpt-4o-2024-08-06',
        'llm.token_count.prompt': 10,
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.response.model': 'gpt-4o',
        'gen_ai.usage.input_tokens': 11,
        'gen_ai.usage.output_tokens': 3,
        'gen_ai.conversation.id': 'c9',
      },
    }),
  )
  expect([found?.dialect, found?.kind]).toEqual(['openinference', 'model'])
  expect(found?.usage).toEqual(usage({ input: 10, output: 3 }))
  expect(found?.responseModel).toBe('gpt-4o-2024-08-06')
  expect(found?.keys).toEqual({
    conversation: 'gen_ai.conversation.id',
    input: 'llm.token_count.prompt',
    output: 'gen_ai.usage.output_tokens',
    responseModel: 'llm.model_name',
  })
})

test('a primary dialect that cannot tell leaves the kind to the next', () => {
  const attributes = { 'openinference.span.kind': 'UNKNOWN', 'gen_ai.operation.name': 'chat' }
  const found = factsOf(span({ name: 'x', attributes }))
  expect([found?.dialect, found?.kind]).toEqual(['otel-genai', 'model'])
})

test('what a model or an agent was told is no argument', () => {
  const content = { 'input.value': '{"a":1}', 'output.value': '{"b":2}' }
  for (const kind of ['LLM', 'AGENT', 'CHAIN']) {
    const found = factsOf(span({ name: 'x', attributes: { 'openinference.span.kind': kind, ...content } }))
    expect([found?.args, found?.result]).toEqual([{ lacks: 'not-captured' }, { lacks: 'not-captured' }])
  }
})
