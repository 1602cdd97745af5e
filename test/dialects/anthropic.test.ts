import { expect, test } from 'vitest'

import { factsOf } from '../../src/dialects/index.ts'
import { facts, withoutKeys } from '../support/facts.ts'
import { span } from '../support/span.ts'

test('a model call that was sent again: cache within the input, a stop reason of its own', () => {
  const attributes = {
    'gen_ai.provider.name': 'anthropic',
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'claude-sonnet-5',
    'gen_ai.response.model': 'claude-sonnet-5',
    'gen_ai.response.id': 'msg_1',
    'gen_ai.usage.input_tokens': 106,
    'gen_ai.usage.output_tokens': 12,
    'gen_ai.usage.cache_read.input_tokens': 40,
    'gen_ai.usage.cache_write.input_tokens': 5,
    'gen_ai.response.time_to_first_chunk': 0.5,
    'anthropic.message.stop_reason': 'tool_use',
    'anthropic.session.id': 'sesn_1',
    'http.request.resend_count': 1,
  }
  const one = span({ name: 'anthropic.messages.create', kind: 'client', status: 'ok', attributes })
  expect(withoutKeys(factsOf(one))).toEqual(
    facts({
      dialect: 'anthropic',
      kind: 'model',
      name: 'claude-sonnet-5',
      conversation: 'sesn_1',
      status: 'ok',
      provider: 'anthropic',
      requestModel: 'claude-sonnet-5',
      responseModel: 'claude-sonnet-5',
      responseId: 'msg_1',
      // 61 + 40 + 5: the cache is in the input already.
      usage: { input: 106, output: 12, cachedInput: 40, cacheWrite: 5, reasoning: null },
      timeToFirstTokenNano: 500_000_000,
      finishReason: 'tool_call',
      tries: 2,
    }),
  )
})

test.each([
  ['anthropic.messages.tool_runner', {}, 'group', null],
  ['anthropic.messages.tool_runner', { 'gen_ai.operation.name': 'invoke_agent' }, 'agent', null],
  ['anthropic.tool_use bash', { 'anthropic.session.id': 's' }, 'tool', 'bash'],
  ['anthropic.files.create', { 'anthropic.request.id': 'r' }, undefined, undefined],
])('%s %j', (name, attributes, kind, called) => {
  const found = factsOf(span({ name, attributes }))
  expect([found?.kind, found?.name]).toEqual([kind, called])
})
