import { expect, test } from 'vitest'

import { otelGenai } from '../../src/dialects/otel-genai.ts'
import { span, type SpanSketch } from '../support/span.ts'

test.each<[string, boolean, Omit<SpanSketch, 'name'>]>([
  ['gen_ai.provider.name', true, { attributes: { 'gen_ai.provider.name': 'openai' } }],
  ['messages as attributes', true, { attributes: { 'gen_ai.input.messages': '[]' } }],
  ['an operation name alone', true, { attributes: { 'gen_ai.operation.name': 'chat' } }],
  ['a request model alone', false, { attributes: { 'gen_ai.request.model': 'gpt-5' } }],
  ['nothing', false, {}],
])('%s', (_what, recognised, sketch) => {
  expect(otelGenai.recognises(span({ name: 'x', ...sketch }))).toBe(recognised)
})
