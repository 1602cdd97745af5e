import { expect, test } from 'vitest'

import { factsOf } from '../../src/dialects/index.ts'
import { facts, withoutKeys } from '../support/facts.ts'
import { span } from '../support/span.ts'

test.each([
  ['agent_run', 'agent'],
  ['workflow_run', 'workflow'],
  ['workflow_step', 'group'],
  ['model_generation', 'model'],
  ['model_inference', 'model'],
  ['model_step', 'group'],
  ['model_chunk', 'group'],
  ['tool_call', 'tool'],
  ['mcp_tool_call', 'tool'],
  ['processor_run', 'group'],
  ['scorer_run', 'group'],
  ['memory_operation', 'memory'],
  ['rag_embedding', 'other'],
  ['generic', undefined],
])('%s', (type, kind) => {
  expect(factsOf(span({ name: 'x', attributes: { 'mastra.span.type': type } }))?.kind).toBe(kind)
})

test('a step is a group although its operation is unknown to the conventions', () => {
  const attributes = { 'mastra.span.type': 'model_step', 'gen_ai.operation.name': 'chat' }
  expect(factsOf(span({ name: 'step: 0', attributes }))?.kind).toBe('group')
})

test('a model call: a list as text, and a time in place of a duration', () => {
  const one = span({
    name: 'chat claude-sonnet-5',
    attributes: {
      'mastra.span.type': 'model_generation',
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'aws.bedrock',
      'gen_ai.request.model': 'claude-sonnet-5',
      'gen_ai.response.model': 'us.anthropic.claude-sonnet-5',
      'gen_ai.response.id': '8f2642aa',
      'gen_ai.response.finish_reasons': '["tool-calls"]',
      'gen_ai.conversation.id': 'thread-1',
      'gen_ai.agent.name': 'Researcher',
      'gen_ai.usage.input_tokens': 40192,
      'gen_ai.usage.output_tokens': 148,
      'gen_ai.usage.cache_read.input_tokens': 17657,
      'gen_ai.usage.cache_creation.input_tokens': 17657,
      'gen_ai.usage.reasoning_tokens': 12,
      'gen_ai.output.messages':
        '[{"role":"assistant","parts":[{"type":"tool_call","id":"c1","name":"search","arguments":"{\\"q\\":\\"x\\"}"}]}]',
      'mastra.completion_start_time': '2025-10-09T08:53:20.250Z',
    },
  })
  // The origin of these sketches is 2025-10-09T08:53:20Z.
  expect(withoutKeys(factsOf(one))).toEqual(
    facts({
      dialect: 'mastra',
      kind: 'model',
      name: 'claude-sonnet-5',
      agent: 'Researcher',
      conversation: 'thread-1',
      provider: 'aws.bedrock',
      requestModel: 'claude-sonnet-5',
      responseModel: 'us.anthropic.claude-sonnet-5',
      responseId: '8f2642aa',
      usage: { input: 40192, output: 148, cachedInput: 17657, cacheWrite: 17657, reasoning: 12 },
      timeToFirstTokenNano: 250_000_000,
      finishReason: 'tool_call',
      requests: [{ callId: 'c1', name: 'search', args: { value: { q: 'x' } } }],
    }),
  )
})

test.each([
  ['before the start', '2025-10-09T08:53:19.999Z', null],
  ['without a zone', '2025-10-09T08:53:20.000001', 1000],
  ['with a zone', '2025-10-09T10:53:21+02:00', 1_000_000_000],
  ['no time', 'soon', null],
  ['no day', '2025-13-45T00:00:00Z', null],
])('the first token %s', (_what, at, nano) => {
  const attributes = { 'mastra.span.type': 'model_generation', 'mastra.completion_start_time': at }
  expect(factsOf(span({ name: 'x', attributes }))?.timeToFirstTokenNano).toBe(nano)
})

test('output of its own form', () => {
  const requests = (output: string): unknown =>
    factsOf(
      span({
        name: 'x',
        attributes: { 'mastra.span.type': 'model_generation', 'mastra.model_generation.output': output },
      }),
    )?.requests
  expect(requests('{"text":"","toolCalls":[{"toolName":"search","toolCallId":"c1","args":{"q":"x"}}]}')).toEqual([
    { callId: 'c1', name: 'search', args: { value: { q: 'x' } } },
  ])
  expect(requests('{"text":"done"}')).toEqual([])
  expect(requests('{"text":')).toBe(null)
})

test('a tool call by its own keys', () => {
  const attributes = {
    'mastra.span.type': 'mcp_tool_call',
    'mastra.mcp_tool_call.toolId': 'search',
    'mastra.mcp_tool_call.toolCallId': 'c1',
    'mastra.mcp_tool_call.input': '{"q":"x"}',
    'mastra.mcp_tool_call.output': '{"isError":true}',
  }
  expect(withoutKeys(factsOf(span({ name: 'tool', attributes })))).toEqual(
    facts({
      dialect: 'mastra',
      kind: 'tool',
      name: 'search',
      callId: 'c1',
      args: { value: { q: 'x' } },
      result: { value: { isError: true } },
      status: 'error',
    }),
  )
})

test('tokens are those of the call', () => {
  const attributes = {
    'mastra.span.type': 'agent_run',
    'gen_ai.operation.name': 'invoke_agent',
    'gen_ai.agent.name': 'a',
  }
  const found = factsOf(span({ name: 'invoke_agent a', attributes }))
  expect([found?.name, found?.usage]).toEqual(['a', null])
})

test('a step of versions without spans of the inference is the call of the model', () => {
  const attributes = {
    'mastra.span.type': 'model_step',
    'gen_ai.operation.name': 'model_step',
    'mastra.model_step.output': '{"text":"","toolCalls":[{"toolCallId":"c1","toolName":"w","args":{"q":1}}]}',
  }
  const found = factsOf(span({ name: 'step 0', attributes }))
  expect([found?.kind, found?.requests]).toEqual(['model', [{ callId: 'c1', name: 'w', args: { value: { q: 1 } } }]])
})
