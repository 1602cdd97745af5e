import { expect, test } from 'vitest'

import { otelGenaiLegacy } from '../../src/dialects/otel-genai-legacy.ts'
import { span, type SpanSketch } from '../support/span.ts'

test.each<[string, boolean, Omit<SpanSketch, 'name'>]>([
  ['gen_ai.system', true, { attributes: { 'gen_ai.system': 'openai' } }],
  ['the old token keys', true, { attributes: { 'gen_ai.usage.prompt_tokens': 3 } }],
  ['a message event', true, { events: [{ name: 'gen_ai.choice' }] }],
  [
    'both the old and the new provider key',
    false,
    { attributes: { 'gen_ai.system': 'openai', 'gen_ai.provider.name': 'openai' } },
  ],
  ['an operation name alone', false, { attributes: { 'gen_ai.operation.name': 'chat' } }],
  ['nothing', false, {}],
])('%s', (_what, recognised, sketch) => {
  expect(otelGenaiLegacy.recognises(span({ name: 'x', ...sketch }))).toBe(recognised)
})
