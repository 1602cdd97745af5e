import { expect, test } from 'vitest'

import { factsOf, vocabularyOf } from '../../src/dialects/index.ts'
import { facts, usage, withoutKeys } from '../support/facts.ts'
import { recordedFacts } from '../support/recorded-facts.ts'
import { span } from '../support/span.ts'

const agent = { name: 'gcp.vertex.agent' }

test('every span of a run: each model call twice under one key, the wrapper no step', async () => {
  const found = await recordedFacts('strands-evals/adk_live_spans.json')
  expect(found.map((one) => [one?.dialect, one?.kind, one?.name, one?.mergeKey])).toEqual([
    ['google-adk', 'tool', 'calculator', null],
    ['google-adk', 'model', 'gemini-3.5-flash', '375fe362-48af-4b49-9191-e3bcbe1ebd9c'],
    ['google-adk', 'model', 'gemini-3.5-flash', '375fe362-48af-4b49-9191-e3bcbe1ebd9c'],
    ['google-adk', 'model', 'gemini-3.5-flash', 'd1dd03f4-d8ba-4f1b-bbf4-fc8ebd4b39f3'],
    ['google-adk', 'model', 'gemini-3.5-flash', 'd1dd03f4-d8ba-4f1b-bbf4-fc8ebd4b39f3'],
    ['otel-genai', 'agent', 'math_agent', null],
    ['google-adk', 'group', null, null],
  ])
})

test('a model call that asks for a tool', async () => {
  const [, , call, , last] = await recordedFacts('strands-evals/adk_live_spans.json')
  expect(withoutKeys(call)).toEqual(
    facts({
      dialect: 'google-adk',
      kind: 'model',
      name: 'gemini-3.5-flash',
      conversation: 'b4866a2a-a3d4-4d2f-8f40-6bb0d03d135c',
      requestModel: 'gemini-3.5-flash',
      usage: usage({ input: 157, output: 51, reasoning: 32 }),
      // The recording says `stop`.
      finishReason: 'tool_call',
      requests: [{ callId: 'uwpsprd2', name: 'calculator', args: { value: { expression: '15 * 37' } } }],
      answers: [],
      mergeKey: '375fe362-48af-4b49-9191-e3bcbe1ebd9c',
    }),
  )
  expect([last?.finishReason, last?.requests, last?.answers]).toEqual(['stop', [], ['uwpsprd2']])
})

test('a tool call', async () => {
  const [tool] = await recordedFacts('strands-evals/adk_live_spans.json')
  expect(withoutKeys(tool)).toEqual(
    facts({
      dialect: 'google-adk',
      kind: 'tool',
      name: 'calculator',
      callId: 'uwpsprd2',
      args: { value: { expression: '15 * 37' } },
      result: { value: { result: '555' } },
      status: 'ok',
    }),
  )
})

const tool = (attributes: Record<string, unknown>): ReturnType<typeof factsOf> =>
  factsOf(
    span({
      name: 'execute_tool x',
      scope: agent,
      attributes: {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': 'x',
        'gcp.vertex.agent.llm_request': '{}',
        'gcp.vertex.agent.llm_response': '{}',
        ...attributes,
      },
    }),
  )

test('what stands for nothing is nothing', () => {
  const unknown = tool({
    'gen_ai.tool.call.id': '<not specified>',
    'gcp.vertex.agent.tool_call_args': '{"a":1}',
    'gcp.vertex.agent.tool_response': '{"result": "<not specified>"}',
  })
  expect([unknown?.callId, unknown?.args, unknown?.result, unknown?.status]).toEqual([
    null,
    { value: { a: 1 } },
    { lacks: 'not-captured' },
    'unset',
  ])
  const off = tool({ 'gcp.vertex.agent.tool_call_args': '{}', 'gcp.vertex.agent.tool_response': '{}' })
  expect([off?.args, off?.result, off?.status]).toEqual([{ lacks: 'not-captured' }, { lacks: 'not-captured' }, 'unset'])
  // A tool without parameters that answers.
  const none = tool({ 'gcp.vertex.agent.tool_call_args': '{}', 'gcp.vertex.agent.tool_response': '{"content":[]}' })
  expect([none?.args, none?.result, none?.status]).toEqual([{ value: {} }, { value: { content: [] } }, 'ok'])
})

test('a response that was not captured asks for nothing that is known', () => {
  const off = factsOf(
    span({
      name: 'call_llm',
      attributes: {
        'gen_ai.system': 'gcp.vertex.agent',
        'gen_ai.request.model': 'm',
        'gcp.vertex.agent.llm_request': '{}',
        'gcp.vertex.agent.llm_response': '{}',
        'gen_ai.usage.input_tokens': 0,
        'gen_ai.usage.output_tokens': 0,
      },
    }),
  )
  expect([off?.kind, off?.requests, off?.answers, off?.usage, off?.provider]).toEqual(['model', null, null, null, null])
})

test('a transfer is a tool call that names who takes over', () => {
  const transfer = tool({
    'gen_ai.tool.name': 'transfer_to_agent',
    'gcp.vertex.agent.tool_call_args': '{"agent_name": "billing"}',
    'gcp.vertex.agent.tool_response': '{"result": null}',
  })
  expect([transfer?.kind, transfer?.handoffTo]).toEqual(['tool', 'billing'])
})

test('responses of several tools as one span are no tool call', () => {
  const merged = { 'gen_ai.tool.name': '(merged tools)', 'gcp.vertex.agent.tool_call_args': 'N/A' }
  expect(tool(merged)?.kind).toBe('group')
  const named = span({ name: 'execute_tool (merged)', attributes: { 'gcp.vertex.agent.event_id': 'e' } })
  expect(factsOf(named)?.kind).toBe('group')
})

test.each([
  ['agent_run [hello_agent]', 'agent', 'hello_agent'],
  ['invocation', 'group', null],
  ['invocation [hello_app]', 'group', null],
])('%s of the scope', (name, kind, called) => {
  const found = factsOf(span({ name, scope: agent }))
  expect([found?.kind, found?.name]).toEqual([kind, called])
  expect(factsOf(span({ name }))).toBe(undefined)
})

test('a node of a graph, and its try', () => {
  const node = factsOf(span({ name: 'execute_node', attributes: { 'adk.node.path': 'a/b', 'adk.node.attempt': 2 } }))
  expect([node?.kind, node?.attempt]).toEqual(['group', 2])
})

// langfuse/langfuse, worker/src/__tests__/chatml/framework-traces/google-adk-2025-08-28.trace.json
test('OpenInference over it fills the gaps', () => {
  const attributes = {
    'session.id': 'demo-session',
    'gen_ai.system': 'gcp.vertex.agent',
    'gen_ai.request.model': 'gemini-2.0-flash',
    'gcp.vertex.agent.session_id': 'demo-session',
    'gcp.vertex.agent.event_id': '5e9ed38f-f5ae-47f8-8e34-81367e0e9152',
    'gcp.vertex.agent.llm_response':
      '{"content":{"parts":[{"function_call":{"args":{},"name":"say_hello"}}],"role":"model"},"finish_reason":"STOP"}',
    'gen_ai.usage.input_tokens': 28,
    'gen_ai.usage.output_tokens': 3,
    'gen_ai.response.finish_reasons': '["stop"]',
    'llm.provider': 'google',
    'llm.model_name': 'gemini-2.0-flash',
    'llm.token_count.prompt': 28,
    'llm.token_count.completion': 3,
    'openinference.span.kind': 'LLM',
  }
  const one = span({ name: 'call_llm', attributes })
  expect(withoutKeys(factsOf(one))).toEqual(
    facts({
      dialect: 'google-adk',
      kind: 'model',
      name: 'gemini-2.0-flash',
      conversation: 'demo-session',
      provider: 'google',
      requestModel: 'gemini-2.0-flash',
      responseModel: 'gemini-2.0-flash',
      usage: usage({ input: 28, output: 3 }),
      finishReason: 'tool_call',
      requests: [{ callId: null, name: 'say_hello', args: { value: {} } }],
      mergeKey: '5e9ed38f-f5ae-47f8-8e34-81367e0e9152',
    }),
  )
  expect(vocabularyOf(one)).toBe('openinference')
})

test.each([
  ['tool_call [w]', { 'gcp.vertex.agent.tool_call_args': '{"q":1}' }, ['tool', 'w', { value: { q: 1 } }]],
  ['tool_call [w]', { 'adk.tool_call_args': '{"q":1}' }, ['tool', 'w', { value: { q: 1 } }]],
  [
    'tool_response [w]',
    { 'adk.event_id': 'e2', 'adk.tool_response': '{}' },
    ['group', null, { lacks: 'not-captured' }],
  ],
  ['invoke_agent trip', {}, ['agent', 'trip', { lacks: 'not-captured' }]],
  ['invocation', {}, ['group', null, { lacks: 'not-captured' }]],
])('the first versions and Java: %s', (name, attributes, expected) => {
  const found = factsOf(
    span({ name, attributes: { 'gen_ai.system': 'com.google.adk', ...attributes }, scope: { name: 'com.google.adk' } }),
  )!
  expect([found.kind, found.name, found.args]).toEqual(expected)
})

test('a model call of Java: calls and usage are in the response, and thoughts beside its candidates', () => {
  const attributes = {
    'gen_ai.system': 'com.google.adk',
    'gen_ai.request.model': 'gemini-2.5-flash',
    'adk.event_id': 'e1',
    'adk.llm_response': JSON.stringify({
      content: { parts: [{ functionCall: { id: 'c1', name: 'w', args: { q: 1 } } }], role: 'model' },
      usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 5, thoughtsTokenCount: 3, totalTokenCount: 18 },
    }),
  }
  const found = factsOf(span({ name: 'call_llm', attributes, scope: { name: 'com.google.adk' } }))!
  expect([found.provider, found.requests, found.usage]).toEqual([
    null,
    [{ callId: 'c1', name: 'w', args: { value: { q: 1 } } }],
    { input: 10, output: 8, cachedInput: null, cacheWrite: null, reasoning: 3 },
  ])
})
