import { expect, test } from 'vitest'

import { factsOf } from '../../src/dialects/index.ts'
import { facts, usage, withoutKeys } from '../support/facts.ts'
import { span } from '../support/span.ts'

// langfuse/langfuse, worker/src/__tests__/chatml/framework-traces/langgraph-python-2025-08-22.trace.json,
// as the reader of that format has it
const metadata = {
  'langfuse.observation.metadata.thread_id': 'demo-thread-1',
  'langfuse.observation.metadata.langgraph_step': 2,
  'langfuse.observation.metadata.langgraph_node': 'tools',
}

test('a tool that Langfuse calls a span: arguments beside their Python text, a message as result', () => {
  const attributes = {
    ...metadata,
    'langfuse.observation.type': 'span',
    'langfuse.observation.metadata.inputs': { query: 'example' },
    'langfuse.observation.input': "{'query': 'example'}",
    'langfuse.observation.output':
      '{"content": "[{\\"url\\": \\"https://example.com\\"}]", "additional_kwargs": {}, "response_metadata": {}, "type": "tool", "name": "Web-Search", "id": null, "tool_call_id": "call_1oGK863sxQHlPreFhDdEs3yl", "artifact": null, "status": "success"}',
  }
  expect(withoutKeys(factsOf(span({ name: 'Web-Search', attributes })))).toEqual(
    facts({
      dialect: 'langgraph',
      kind: 'tool',
      name: 'Web-Search',
      conversation: 'demo-thread-1',
      callId: 'call_1oGK863sxQHlPreFhDdEs3yl',
      args: { value: { query: 'example' } },
      result: { value: [{ url: 'https://example.com' }] },
      status: 'ok',
    }),
  )
})

test('a model call whose tool calls only the provider knows', () => {
  const attributes = {
    ...metadata,
    'langfuse.observation.type': 'generation',
    'langfuse.observation.model.name': 'gpt-4o-2024-08-06',
    'langfuse.observation.metadata.ls_provider': 'openai',
    'langfuse.observation.metadata.ls_model_name': 'gpt-4o',
    'langfuse.observation.usage_details': '{"input":60,"output":15,"total":75}',
    'langfuse.observation.input': '[{"role": "user", "content": "Search"}]',
    'langfuse.observation.output':
      '{"role": "assistant", "content": "", "additional_kwargs": {"tool_calls": [{"id": "call_1oGK863sxQHlPreFhDdEs3yl", "function": {"arguments": "{\\"query\\":\\"example\\"}", "name": "Web-Search"}, "type": "function"}], "refusal": null}}',
  }
  expect(withoutKeys(factsOf(span({ name: 'ChatOpenAI', attributes })))).toEqual(
    facts({
      dialect: 'langfuse',
      kind: 'model',
      name: 'gpt-4o',
      conversation: 'demo-thread-1',
      provider: 'openai',
      requestModel: 'gpt-4o',
      responseModel: 'gpt-4o-2024-08-06',
      usage: usage({ input: 60, output: 15 }),
      requests: [
        { callId: 'call_1oGK863sxQHlPreFhDdEs3yl', name: 'Web-Search', args: { value: { query: 'example' } } },
      ],
      answers: [],
    }),
  )
})

test('a node that is no tool is no step', () => {
  const attributes = { ...metadata, 'langfuse.observation.type': 'span', 'langfuse.observation.output': '"end"' }
  expect(factsOf(span({ name: 'should_continue', attributes }))).toBe(undefined)
})

const tool = (attributes: Record<string, unknown>, name = 'search'): ReturnType<typeof factsOf> =>
  factsOf(
    span({
      name,
      attributes: {
        'openinference.span.kind': 'TOOL',
        metadata: '{"langgraph_step": 2, "langgraph_node": "tools", "thread_id": "t1"}',
        'tool.name': name,
        'output.mime_type': 'application/json',
        ...attributes,
      },
    }),
  )

test.each([
  [
    'a message',
    '{"type": "tool", "content": "9", "tool_call_id": "c1", "status": "success"}',
    'c1',
    { value: '9' },
    'ok',
  ],
  [
    'a message in serial form',
    '{"lc": 1, "type": "constructor", "id": ["ToolMessage"], "kwargs": {"content": "9", "tool_call_id": "c1", "status": "error"}}',
    'c1',
    { value: '9' },
    'error',
  ],
  [
    'a message with its data apart',
    '{"type": "tool", "data": {"content": "9", "tool_call_id": "c1"}}',
    'c1',
    { value: '9' },
    'ok',
  ],
  ['a message in an output', '{"output": {"content": "9", "tool_call_id": "c1"}}', 'c1', { value: '9' }, 'ok'],
  ['no message', '{"degrees": 9}', null, { value: { degrees: 9 } }, 'ok'],
])('a tool that returns %s', (_what, output, callId, result, status) => {
  const found = tool({ 'output.value': output })
  expect([found?.callId, found?.result, found?.status, found?.conversation]).toEqual([callId, result, status, 't1'])
})

test('a transfer tool names who takes over', () => {
  expect(tool({}, 'transfer_to_billing')?.handoffTo).toBe('billing')
  expect(tool({}, 'transfer_money')?.handoffTo).toBe(null)
})
