import { expect, test } from 'vitest'

import { openllmetry } from '../../src/dialects/openllmetry.ts'
import { span, type SpanSketch } from '../support/span.ts'

test.each<[string, boolean, Omit<SpanSketch, 'name'>]>([
  ['a workflow', true, { attributes: { 'traceloop.span.kind': 'workflow' } }],
  ['an entity', true, { attributes: { 'traceloop.entity.input': '{}' } }],
  ['association properties decorate any span', false, { attributes: { 'traceloop.association.properties.user': 'u' } }],
  ['nothing', false, {}],
])('%s', (_what, recognised, sketch) => {
  expect(openllmetry.recognises(span({ name: 'x', ...sketch }))).toBe(recognised)
})
