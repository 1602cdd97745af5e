import { expect, test } from 'vitest'

import { factsOf } from '../../src/dialects/index.ts'
import { facts, usage, withoutKeys } from '../support/facts.ts'
import { span } from '../support/span.ts'

const scope = { name: 'Experimental.Microsoft.Extensions.AI' }

// langfuse/langfuse, worker/src/__tests__/chatml/framework-traces/csharp-agent-with-gemini-2026-03-09.trace.json
test('the loop around calls counts them again', () => {
  const attributes = { 'gen_ai.usage.input_tokens': 5550, 'gen_ai.usage.output_tokens': 214 }
  expect(withoutKeys(factsOf(span({ name: 'orchestrate_tools', scope, attributes })))).toEqual(
    facts({ dialect: 'microsoft-extensions-ai', kind: 'group', usage: usage({ input: 5550, output: 214 }) }),
  )
  expect(factsOf(span({ name: 'orchestrate_tools', attributes }))).toBe(undefined)
})

test('a call id that is the name of the tool is none', () => {
  const tool = (callId: string): ReturnType<typeof factsOf> =>
    factsOf(
      span({
        name: 'execute_tool get_custom_report',
        scope,
        attributes: {
          'gen_ai.operation.name': 'execute_tool',
          'gen_ai.tool.type': 'function',
          'gen_ai.tool.call.id': callId,
          'gen_ai.tool.name': 'get_custom_report',
        },
      }),
    )
  expect(withoutKeys(tool('get_custom_report'))).toEqual(
    facts({ dialect: 'microsoft-extensions-ai', kind: 'tool', name: 'get_custom_report' }),
  )
  expect(tool('call_1')?.callId).toBe('call_1')
})

test('nor is it one in messages', () => {
  const call = (id: string): unknown => ({
    role: 'assistant',
    parts: [{ type: 'tool_call', id, name: 'get_custom_report', arguments: {} }],
  })
  const answer = (id: string): unknown => ({ role: 'tool', parts: [{ type: 'tool_call_response', id, response: 1 }] })
  const ids = (id: string): unknown => {
    const found = factsOf(
      span({
        name: 'chat gemini-2.5-flash',
        scope,
        attributes: {
          'gen_ai.operation.name': 'chat',
          'gen_ai.input.messages': JSON.stringify([call(id), answer(id)]),
          'gen_ai.output.messages': JSON.stringify([call(id)]),
        },
      }),
    )
    return [found?.requests?.map(({ callId }) => callId), found?.answers]
  }
  expect(ids('get_custom_report')).toEqual([[null], []])
  expect(ids('call_1')).toEqual([['call_1'], ['call_1']])
})

test('a model call is one of the conventions', () => {
  const attributes = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'gemini-2.5-flash',
    'gen_ai.provider.name': 'gcp.vertex_ai',
    'gen_ai.response.finish_reasons': '["stop"]',
    'gen_ai.response.id': 'W7yuaY2AEraSitQP4-GckQ4',
    'gen_ai.response.model': 'gemini-2.5-flash',
    'gen_ai.usage.input_tokens': 3004,
    'gen_ai.usage.output_tokens': 167,
  }
  expect(withoutKeys(factsOf(span({ name: 'chat gemini-2.5-flash', scope, attributes })))).toEqual(
    facts({
      dialect: 'microsoft-extensions-ai',
      kind: 'model',
      name: 'gemini-2.5-flash',
      provider: 'gcp.vertex_ai',
      requestModel: 'gemini-2.5-flash',
      responseModel: 'gemini-2.5-flash',
      responseId: 'W7yuaY2AEraSitQP4-GckQ4',
      usage: usage({ input: 3004, output: 167 }),
      finishReason: 'stop',
    }),
  )
})
