import { expect, test } from 'vitest'

import { wireCallOf } from '../../src/dialects/index.ts'
import type { WireCall } from '../../src/model/span-facts.ts'
import { span, type SpanSketch } from '../support/span.ts'

const stable = { 'http.request.method': 'POST', 'url.full': 'https://api.openai.com/v1/chat?key=1#a' }

test.each<[string, Omit<SpanSketch, 'name'>, WireCall | undefined]>([
  [
    'a client by the stable conventions',
    { kind: 'client', attributes: { ...stable, 'http.response.status_code': 429, 'http.request.resend_count': 1 } },
    { kind: 'client', method: 'POST', url: 'https://api.openai.com/v1/chat', statusCode: 429, resendCount: 1 },
  ],
  [
    'a client by the older conventions',
    { kind: 'client', attributes: { 'http.method': 'get', 'http.url': 'http://x/y', 'http.status_code': 200 } },
    { kind: 'client', method: 'GET', url: 'http://x/y', statusCode: 200, resendCount: null },
  ],
  [
    'a client without URL',
    { kind: 'client', attributes: { 'http.request.method': 'GET' } },
    { kind: 'client', method: 'GET', url: null, statusCode: null, resendCount: null },
  ],
  ['a server', { kind: 'server', attributes: stable }, undefined],
  ['a span within', { kind: 'internal', attributes: stable }, undefined],
  ['a client of something else', { kind: 'client', attributes: { 'db.system': 'redis' } }, undefined],
])('%s', (_what, sketch, expected) => {
  expect(wireCallOf(span({ name: 'POST', ...sketch }))).toEqual(expected)
})

test('a source that does not say kinds', () => {
  const one = span({ name: 'POST', kind: 'unspecified', attributes: stable })
  const source = { ...one.source, lacks: new Set(['kind'] as const) }
  expect(wireCallOf({ ...one, source })).toEqual({
    kind: 'unspecified',
    method: 'POST',
    url: 'https://api.openai.com/v1/chat',
    statusCode: null,
    resendCount: null,
  })
  expect(wireCallOf(one)).toBe(undefined)
})
