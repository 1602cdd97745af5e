import { expect, test } from 'vitest'

import { otelGenaiNext } from '../../src/dialects/otel-genai-next.ts'
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
