import { expect, test } from 'vitest'

import { dialectOf, factsOf, vocabularyOf } from '../../src/dialects/index.ts'
import { facts, withoutKeys } from '../support/facts.ts'
import { span } from '../support/span.ts'

const call = {
  'mcp.method.name': 'tools/call',
  'gen_ai.tool.name': 'create_issue',
  'mcp.session.id': 's1',
  'jsonrpc.request.id': '7',
}

test('a tool call of a client', () => {
  const attributes = {
    ...call,
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.call.arguments': '{"title":"x"}',
    'gen_ai.tool.call.result': '{"content":[],"isError":true}',
    'error.type': 'tool_error',
  }
  const found = factsOf(span({ name: 'tools/call create_issue', kind: 'client', attributes }))
  expect(withoutKeys(found)).toEqual(
    facts({
      dialect: 'otel-genai',
      kind: 'tool',
      name: 'create_issue',
      args: { value: { title: 'x' } },
      result: { value: { content: [], isError: true } },
      status: 'error',
      errorType: 'tool_error',
      isTransport: true,
    }),
  )
})

test('a tool call without operation name', () => {
  expect(withoutKeys(factsOf(span({ name: 'tools/call create_issue', kind: 'server', attributes: call })))).toEqual(
    facts({ dialect: 'mcp', kind: 'tool', name: 'create_issue', isTransport: true }),
  )
})

test('a tool that only the span name tells', () => {
  const attributes = { 'mcp.method.name': 'tools/call' }
  expect(factsOf(span({ name: 'tools/call create_issue', attributes }))?.name).toBe('create_issue')
  expect(factsOf(span({ name: 'tools/call', attributes }))?.name).toBe(null)
})

test.each(['initialize', 'tools/list', 'resources/read', 'notifications/progress'])('%s is no step', (method) => {
  expect(factsOf(span({ name: method, attributes: { 'mcp.method.name': method } }))).toBe(undefined)
})

test('it is a dialect, and no vocabulary that a run mixes', () => {
  const one = span({ name: 'tools/call create_issue', attributes: call })
  expect(dialectOf(one)).toBe('mcp')
  expect(vocabularyOf(one)).toBe(undefined)
})
