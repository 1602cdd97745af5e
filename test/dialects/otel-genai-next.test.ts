import { expect, test } from 'vitest'

import { factsOf } from '../../src/dialects/index.ts'
import { otelGenaiNext } from '../../src/dialects/otel-genai-next.ts'
import { facts, usage, withoutKeys } from '../support/facts.ts'
import { span, type SpanSketch } from '../support/span.ts'

test.each<[string, boolean, Omit<SpanSketch, 'name'>]>([
  ['cache writes', true, { attributes: { 'gen_ai.usage.cache_write.input_tokens': 3 } }],
  ['retrieval top k', true, { attributes: { 'gen_ai.retrieval.top_k': 3 } }],
  ['reasoning level', true, { attributes: { 'gen_ai.request.reasoning.level': 'high' } }],
  ['a plan', true, { attributes: { 'gen_ai.operation.name': 'plan' } }],
  ['a memory operation', true, { attributes: { 'gen_ai.operation.name': 'search_memory' } }],
  ['a memory store operation', true, { attributes: { 'gen_ai.operation.name': 'delete_memory_store' } }],
  ['a fetched response', true, { attributes: { 'gen_ai.operation.name': 'fetch_response' } }],
  ['an operation that starts alike', false, { attributes: { 'gen_ai.operation.name': 'planning' } }],
  ['the released cache key', false, { attributes: { 'gen_ai.usage.cache_creation.input_tokens': 3 } }],
])('%s', (_what, recognised, sketch) => {
  expect(otelGenaiNext.recognises(span({ name: 'x', ...sketch }))).toBe(recognised)
})

test.each([
  ['plan', { 'gen_ai.agent.name': 'planner' }, { kind: 'plan', name: 'planner' }],
  ['search_memory', { 'gen_ai.memory.store.id': 'notes' }, { kind: 'memory', name: 'notes' }],
  ['fetch_response', {}, { kind: 'other', name: 'fetch_response' }],
])('operation %s', (operation, attributes, { kind, name }) => {
  const found = factsOf(span({ name: 'x', attributes: { 'gen_ai.operation.name': operation, ...attributes } }))
  expect({ dialect: found?.dialect, kind: found?.kind, name: found?.name }).toEqual({
    dialect: 'otel-genai-next',
    kind,
    name,
  })
})

test('a memory search with its query and records', () => {
  const found = factsOf(
    span({
      name: 'search_memory',
      attributes: {
        'gen_ai.operation.name': 'search_memory',
        'gen_ai.memory.query.text': '{not json}',
        'gen_ai.memory.records': '[{"id":"m1"}]',
      },
    }),
  )
  expect(withoutKeys(found)).toEqual(
    facts({
      dialect: 'otel-genai-next',
      kind: 'memory',
      args: { value: '{not json}' },
      result: { value: [{ id: 'm1' }] },
      status: 'ok',
    }),
  )
})

test('cache writes under the new name', () => {
  const found = factsOf(
    span({
      name: 'chat m',
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.usage.input_tokens': 106,
        'gen_ai.usage.cache_write.input_tokens': 5,
      },
    }),
  )
  expect(found?.usage).toEqual(usage({ input: 106, cacheWrite: 5 }))
})
