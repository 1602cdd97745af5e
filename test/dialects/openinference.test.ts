import { expect, test } from 'vitest'

import { openinference } from '../../src/dialects/openinference.ts'
import { span, type SpanSketch } from '../support/span.ts'

test.each<[string, boolean, Omit<SpanSketch, 'name'>]>([
  ['its kind', true, { attributes: { 'openinference.span.kind': 'LLM' } }],
  [
    'its kind beside gen_ai keys',
    true,
    { attributes: { 'openinference.span.kind': 'LLM', 'gen_ai.system': 'openai' } },
  ],
  ['llm keys alone', true, { attributes: { 'llm.model_name': 'gpt-5' } }],
  ['llm keys beside gen_ai keys', false, { attributes: { 'llm.model_name': 'gpt-5', 'gen_ai.system': 'openai' } }],
  ['nothing', false, {}],
])('%s', (_what, recognised, sketch) => {
  expect(openinference.recognises(span({ name: 'x', ...sketch }))).toBe(recognised)
})
