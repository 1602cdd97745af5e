import { expect, test } from 'vitest'

import { factsOf } from '../../src/dialects/index.ts'
import { facts, usage, withoutKeys } from '../support/facts.ts'
import { span } from '../support/span.ts'

const ai = {
  lc: 1,
  type: 'constructor',
  id: ['langchain', 'schema', 'messages', 'AIMessage'],
  kwargs: {
    content: '',
    type: 'ai',
    tool_calls: [{ name: 'search', args: { q: 'x' }, id: 'c1', type: 'tool_call' }],
    response_metadata: { finish_reason: 'tool_calls', model_name: 'gpt-4o-2024-08-06' },
  },
}
const toolMessage = { lc: 1, type: 'constructor', kwargs: { content: '4', type: 'tool', tool_call_id: 'c0' } }

test('a model run: messages in serial form, a project that is no conversation', () => {
  const attributes = {
    'langsmith.span.kind': 'llm',
    'langsmith.trace.session_id': 'project-1',
    'langsmith.metadata.thread_id': 'thread-1',
    'langsmith.metadata.ls_provider': 'openai',
    'langsmith.metadata.ls_model_name': 'gpt-4o',
    'langsmith.run.inputs': { messages: [[toolMessage]] },
    'langsmith.run.outputs': { generations: [[{ text: '', message: ai }]], llm_output: null },
    'langsmith.run.prompt_tokens': 60,
    'langsmith.run.completion_tokens': 15,
    'langsmith.run.total_cost': 0.0003,
    'langsmith.run.first_token_time': '2025-10-09T08:53:20.004500',
  }
  expect(withoutKeys(factsOf(span({ name: 'ChatOpenAI', status: 'ok', attributes })))).toEqual(
    facts({
      dialect: 'langsmith',
      kind: 'model',
      name: 'gpt-4o',
      conversation: 'thread-1',
      status: 'ok',
      provider: 'openai',
      requestModel: 'gpt-4o',
      usage: usage({ input: 60, output: 15 }),
      costUsd: 0.0003,
      timeToFirstTokenNano: 4_500_000,
      finishReason: 'tool_call',
      requests: [{ callId: 'c1', name: 'search', args: { value: { q: 'x' } } }],
      answers: ['c0'],
    }),
  )
})

const tool = (inputs: unknown, outputs: unknown): ReturnType<typeof factsOf> =>
  factsOf(
    span({
      name: 'search',
      attributes: { 'langsmith.span.kind': 'tool', 'langsmith.run.inputs': inputs, 'langsmith.run.outputs': outputs },
    }),
  )

test('a tool run', () => {
  const found = tool({ input: '{"q":"x"}' }, { output: toolMessage })
  expect(withoutKeys(found)).toEqual(
    facts({
      dialect: 'langsmith',
      kind: 'tool',
      name: 'search',
      callId: 'c0',
      args: { value: { q: 'x' } },
      result: { value: '4' },
      status: 'ok',
    }),
  )
})

test.each([
  ['an object of their own', { q: 'x', input: 'y' }, { value: { q: 'x', input: 'y' } }],
  ['one text', { input: 'Berlin' }, { value: { input: 'Berlin' } }],
])('arguments that are %s', (_what, inputs, args) => {
  expect(tool(inputs, {})?.args).toEqual(args)
})

test('arguments in the form of Python are unknown, and not a text', () => {
  const args = tool({ input: "{'q': 'x'}" }, {})?.args
  expect(args).toMatchObject({ lacks: 'invalid-json', text: "{'q': 'x'}" })
})

test('inputs that were moved elsewhere are unknown', () => {
  expect(tool(undefined, undefined)).toMatchObject({
    args: { lacks: 'not-captured' },
    result: { lacks: 'not-captured' },
    status: 'unset',
  })
})

test.each([
  ['retriever', 'embeddings', 'retrieval', 'x'],
  ['embedding', 'embeddings', 'other', 'embedding'],
  ['chain', 'chain', 'group', null],
  ['prompt', 'x', 'group', null],
])('%s by OpenTelemetry, whose operation is %s', (word, operation, kind, name) => {
  const attributes = { 'langsmith.span.kind': word, 'gen_ai.operation.name': operation }
  const found = factsOf(span({ name: 'x', attributes }))
  expect([found?.kind, found?.name]).toEqual([kind, name])
})

test('a model run by OpenTelemetry: messages as text, reasons with commas', () => {
  const attributes = {
    'langsmith.span.kind': 'llm',
    'gen_ai.operation.name': 'chat',
    'gen_ai.system': 'openai',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.prompt': JSON.stringify({ messages: [[toolMessage]] }),
    'gen_ai.completion': JSON.stringify({ generations: [[{ message: ai }]] }),
    'gen_ai.response.finish_reasons': 'tool_calls, stop',
    'gen_ai.usage.input_tokens': 60,
    'gen_ai.usage.output_tokens': 15,
  }
  const found = factsOf(span({ name: 'ChatOpenAI', attributes }))
  expect([found?.finishReason, found?.requests, found?.answers, found?.usage]).toEqual([
    'tool_call',
    [{ callId: 'c1', name: 'search', args: { value: { q: 'x' } } }],
    ['c0'],
    usage({ input: 60, output: 15 }),
  ])
})

test('parts of the usage are JSON in the words of LangChain', () => {
  const attributes = {
    'langsmith.span.kind': 'llm',
    'gen_ai.operation.name': 'chat',
    'gen_ai.system': 'openai',
    'gen_ai.usage.input_tokens': 57,
    'gen_ai.usage.output_tokens': 17,
    'gen_ai.usage.input_token_details': '{"audio": 0, "cache_read": 32}',
    'gen_ai.usage.output_token_details': '{"audio": 0, "reasoning": 5}',
  }
  expect(factsOf(span({ name: 'ChatOpenAI', attributes }))?.usage).toEqual(
    usage({ input: 57, output: 17, cachedInput: 32, reasoning: 5 }),
  )
})
