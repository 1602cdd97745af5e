import { expect, test } from 'vitest'

import { vercelAi } from '../../src/dialects/vercel-ai.ts'
import { span, type SpanSketch } from '../support/span.ts'

test.each<[string, boolean, Omit<SpanSketch, 'name'>]>([
  ['an operation id', true, { attributes: { 'ai.operationId': 'ai.generateText' } }],
  [
    'a model call that also has the old provider key',
    true,
    { attributes: { 'ai.operationId': 'ai.generateText.doGenerate', 'gen_ai.system': 'openai' } },
  ],
  [
    'an operation name wins',
    false,
    { attributes: { 'ai.operationId': 'ai.generateText', 'gen_ai.operation.name': 'chat' } },
  ],
  ['nothing', false, {}],
])('%s', (_what, recognised, sketch) => {
  expect(vercelAi.recognises(span({ name: 'x', ...sketch }))).toBe(recognised)
})
