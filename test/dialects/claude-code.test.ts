import { expect, test } from 'vitest'

import { factsOf } from '../../src/dialects/index.ts'
import { facts, withoutKeys } from '../support/facts.ts'
import { span } from '../support/span.ts'

test('a request: flat keys, an input without cache, and all its tries in one span', () => {
  const attributes = {
    'session.id': 'cec62d6f',
    'span.type': 'llm_request',
    agent_id: 'a1',
    model: 'claude-opus-5',
    'gen_ai.system': 'anthropic',
    'gen_ai.request.model': 'claude-opus-5',
    input_tokens: 2,
    output_tokens: 1200,
    cache_read_tokens: 84562,
    cache_creation_tokens: 7096,
    ttft_ms: 13.5,
    attempt: 2,
    success: true,
    stop_reason: 'tool_use',
  }
  expect(withoutKeys(factsOf(span({ name: 'claude_code.llm_request', attributes })))).toEqual(
    facts({
      dialect: 'claude-code',
      kind: 'model',
      name: 'claude-opus-5',
      agent: 'a1',
      conversation: 'cec62d6f',
      status: 'ok',
      provider: 'anthropic',
      requestModel: 'claude-opus-5',
      usage: { input: 2 + 84562 + 7096, output: 1200, cachedInput: 84562, cacheWrite: 7096, reasoning: null },
      timeToFirstTokenNano: 13_500_000,
      finishReason: 'tool_call',
      tries: 2,
    }),
  )
})

test('a tool call whose content was not asked for', () => {
  const attributes = {
    'session.id': 's',
    'span.type': 'tool',
    tool_name: 'Task',
    tool_use_id: 'toolu_1',
    'gen_ai.tool.call.id': 'toolu_1',
    subagent_type: 'math-agent',
    duration_ms: 1831,
  }
  expect(withoutKeys(factsOf(span({ name: 'claude_code.tool', attributes })))).toEqual(
    facts({
      dialect: 'claude-code',
      kind: 'tool',
      name: 'Task',
      conversation: 's',
      callId: 'toolu_1',
      handoffTo: 'math-agent',
    }),
  )
})

test.each([
  ['claude_code.interaction', {}, 'agent', 'unset'],
  ['claude_code.tool.blocked_on_user', { tool_use_id: 'toolu_1' }, 'group', 'unset'],
  ['claude_code.tool.execution', { tool_use_id: 'toolu_1', success: false }, 'tool', 'error'],
  ['claude_code.tool.execution', { success: true }, 'tool', 'ok'],
  ['claude_code.tool.execution', { success: false, 'error.type': 'AbortError' }, 'tool', 'cancelled'],
  ['claude_code.hook', {}, 'group', 'unset'],
])('%s %j', (name, attributes, kind, status) => {
  const found = factsOf(span({ name, attributes }))
  expect([found?.kind, found?.status]).toEqual([kind, status])
})
