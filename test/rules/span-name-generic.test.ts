import { describe, expect, test } from 'vitest'

import { nameFault } from '../../src/rules/generic-names.ts'
import { spanNameGeneric } from '../../src/rules/span-name-generic.ts'
import { testRule } from '../support/test-rule.ts'

testRule(spanNameGeneric, [
  {
    name: 'names that say what happens',
    contract: 'trace: { genericNames: forbid }',
    spans: [
      { name: 'invoke_agent support', end: 100 },
      { name: 'chat gpt-4o-2024-08-06', parent: 'invoke_agent support' },
    ],
    expect: [],
  },
  {
    name: 'a generic name, on every span that has it',
    contract: 'trace: { genericNames: forbid }',
    spans: [
      { name: 'llm.call', id: 'a' },
      { name: 'llm.call', id: 'b', start: 1 },
    ],
    expect: [
      {
        severity: 'error',
        path: 'trace.genericNames',
        span: 'a',
        occurrences: 2,
        data: { name: 'llm.call', reason: 'generic' },
        message: 'the name of span `llm.call` is generic, which the contract forbids',
        help: 'name the operation and its target, such as `invoke_agent {gen_ai.agent.name}` or `chat {gen_ai.request.model}`',
      },
    ],
  },
  {
    name: 'names that differ only in their id are one finding',
    contract: 'trace: { genericNames: forbid }',
    spans: [
      { name: 'invoke_agent 0f8fad5b-d9cb-469f-a165-70867728950e' },
      { name: 'invoke_agent 7c9e6679-7425-40de-944b-e07fc1f90ae7', start: 1 },
    ],
    expect: [
      {
        span: 'invoke_agent 0f8fad5b-d9cb-469f-a165-70867728950e',
        occurrences: 2,
        message:
          'the name of span `invoke_agent 0f8fad5b-d9cb-469f-a165-70867728950e` carries an id, `0f8fad5b-d9cb-469f-a165-70867728950e`, so that no two runs share the name',
        help: 'move the id to an attribute and keep only the operation and its target in the name',
      },
    ],
  },
  {
    name: 'own lists, literal and pattern; allowing wins',
    contract: `
      trace: { genericNames: { forbid: [my span, /^tmp/], allow: [agent, /^step$/] } }
    `,
    spans: ['my span', 'tmp 1', 'agent', 'step', 'chain'].map((name, start) => ({ name, start })),
    expect: [
      {
        span: 'my span',
        data: { name: 'my span', reason: 'listed' },
        message: 'the name of span `my span` is one that the contract forbids',
      },
      { span: 'tmp 1', data: { name: 'tmp 1', reason: 'listed' } },
      { span: 'chain', data: { name: 'chain', reason: 'generic' } },
    ],
  },
  {
    name: 'without the key nothing is asked',
    contract: 'spans: { a: { name: agent } }',
    spans: [{ name: 'agent' }],
    expect: [],
  },
])

describe('nameFault', () => {
  test.each([
    'chat gpt-4o-2024-08-06',
    'chat claude-sonnet-4-20250514',
    'chat deepseek-r1-250120',
    'GET /api/v1/users',
    'POST',
    'GET /orders/{id}',
    'invoke_agent support',
    'invoke_agent SupportAgent',
    'execute_tool lookup_order',
    'tools/call search',
    'retrieval docs',
    'openai.chat',
    'step 3',
    'embeddings text-embedding-3-large',
    'SELECT shop.orders',
    'feedback',
    'plan trip',
  ])('%s is fine', (name) => {
    expect(nameFault(name)).toBeUndefined()
  })

  test.each([
    'llm.call',
    'llm_invoke',
    'LLM',
    'agent.run',
    'agent run',
    'Agent',
    'chat',
    'completion',
    'tool.call',
    'tool',
    'step',
    'chain',
    'workflow',
    'run',
    'invoke',
    'call',
    'execute',
    'function',
    'span',
    'unknown',
    'handler',
    'process',
    'task',
    'call_llm',
    'OpenAI Chat Completions',
    'ChatCompletion',
    'RunnableSequence',
    'RunnableAssign<context>',
    'ChatOpenAI',
    'LangGraph',
    'CompiledStateGraph',
    'CodeAgent.run',
    'Crew.kickoff',
    'workflow CompiledStateGraph',
    'execute_tool DynamicStructuredTool',
    'invoke_agent CodeAgent',
  ])('%s is generic', (name) => {
    expect(nameFault(name)).toEqual({ kind: 'generic' })
  })

  test.each([
    ['invoke_agent 9f86d081884c4d659a2feaa0c55ad015', '9f86d081884c4d659a2feaa0c55ad015'],
    ['GET /orders/4711000815', '4711000815'],
    ['session deadbee1', 'deadbee1'],
    ['mail ada@example.org now', 'ada@example.org'],
  ])('%s carries an id', (name, part) => {
    expect(nameFault(name)).toEqual({ kind: 'id', part })
  })

  test('a long hostile name is judged at once', () => {
    const started = performance.now()
    nameFault(`${'a'.repeat(1e6)}@`)
    nameFault('A'.repeat(1e6))
    nameFault('1f'.repeat(5e5))
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
