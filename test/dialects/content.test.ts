import { expect, test } from 'vitest'

import { contentOf } from '../../src/dialects/content.ts'
import type { ContentForm } from '../../src/dialects/dialect.ts'
import { factsOf } from '../../src/dialects/index.ts'
import type { Value } from '../../src/model/value.ts'
import { span } from '../support/span.ts'

test.each<[string, Value, ContentForm, unknown]>([
  ['a structured value', { a: 1 }, 'json', { value: { a: 1 } }],
  ['JSON text', '{"a":[1,null]}', 'json', { value: { a: [1, null] } }],
  ['JSON text in JSON text', '"{\\"a\\":1}"', 'json', { value: { a: 1 } }],
  ['a JSON text that is text', '"Rome"', 'json', { value: 'Rome' }],
  ['a number in either form is text', '240000', 'either', { value: '240000' }],
  ['a list in either form', ' [1]', 'either', { value: [1] }],
  ['text in braces in either form', '{city}', 'either', { value: '{city}' }],
  ['JSON that is meant as text', '{"a":1}', 'text', { value: '{"a":1}' }],
  ['an integer that a double rounds', '{"id":12345678901234567891}', 'json', { value: { id: 12345678901234567891n } }],
  ['a decimal of many digits', '[0.5000000000000000000]', 'json', { value: [0.5] }],
  ['no text where JSON is due', '', 'json', { lacks: 'not-captured' }],
  ['no text where text is due', '', 'either', { value: '' }],
  ['a placeholder', '[REDACTED]', 'text', { lacks: 'redacted' }],
  ['the placeholder of OpenInference', '__REDACTED__', 'json', { lacks: 'redacted' }],
  ['a placeholder as JSON', '"<redacted>"', 'json', { lacks: 'redacted' }],
  ['the placeholder of Logfire', "[Scrubbed due to 'password']", 'either', { lacks: 'redacted' }],
  ['a text about redaction', 'the invoice was REDACTED', 'text', { value: 'the invoice was REDACTED' }],
  ['JSON cut with a mark', '{"a":"long te...', 'json', { lacks: 'truncated' }],
  ['JSON cut at a limit within a text', `{"a":"${'x'.repeat(122)}`, 'json', { lacks: 'truncated' }],
  ['JSON cut at a limit within a number', `{"a":${'1'.repeat(123)}`, 'json', { lacks: 'truncated' }],
  ['JSON cut one short of a limit', `{"a":"${'x'.repeat(121)}`, 'json', { lacks: 'truncated' }],
  ['JSON cut at a limit of thousands', `{"a":"${'x'.repeat(1994)}`, 'json', { lacks: 'truncated' }],
  [
    'JSON that ends too soon at no limit',
    `{"a":"${'x'.repeat(100)}`,
    'json',
    {
      lacks: 'invalid-json',
      text: `{"a":"${'x'.repeat(100)}`,
      problem: 'unterminated string in JSON at position 106 (line 1 column 107)',
    },
  ],
  [
    'another language at the length of a limit',
    `{'a':'${'x'.repeat(120)}'}`,
    'json',
    {
      lacks: 'invalid-json',
      text: `{'a':'${'x'.repeat(120)}'}`,
      problem: "expected property name or '}' in JSON at position 1 (line 1 column 2)",
    },
  ],
  ['text cut with a mark', 'long te[truncated]', 'text', { lacks: 'truncated' }],
  ['text that only ends in dots', 'and so on...', 'text', { value: 'and so on...' }],
  [
    'JSON that ends too soon',
    '{"a":',
    'json',
    { lacks: 'invalid-json', text: '{"a":', problem: 'unexpected end of JSON input' },
  ],
  [
    'the form of another language, of which the problem quotes nothing',
    "{'a': None}",
    'json',
    {
      lacks: 'invalid-json',
      text: "{'a': None}",
      problem: "expected property name or '}' in JSON at position 1 (line 1 column 2)",
    },
  ],
  [
    'plain text where JSON is due',
    'secret words',
    'json',
    { lacks: 'invalid-json', text: 'secret words', problem: "unexpected token 's'" },
  ],
])('%s', (_what, value, form, expected) => {
  expect(contentOf(value, form)).toEqual(expected)
})

test.each<[string, Record<string, Value>, unknown]>([
  ['one level', { city: 'Rome', days: 3 }, { value: { city: 'Rome', days: 3 } }],
  [
    'maps in maps',
    { 'to.city': 'Rome', 'to.zip': null, list: [1] },
    { value: { to: { city: 'Rome', zip: null }, list: [1] } },
  ],
  ['a key of the prototype', { '__proto__.x': 1 }, { value: JSON.parse('{"__proto__":{"x":1}}') }],
  ['a value and a map under one key', { to: 'Rome', 'to.city': 'Rome' }, { lacks: 'not-captured' }],
  ['a map and a value under one key', { 'to.city': 'Rome', to: 'Rome' }, { lacks: 'not-captured' }],
  ['an empty map and entries of it', { to: {}, 'to.city': 'Rome' }, { lacks: 'not-captured' }],
  ['nothing', {}, { lacks: 'not-captured' }],
])('arguments whose entries became attributes: %s', (_what, entries, expected) => {
  const key = 'gen_ai.tool.call.arguments'
  const tool = { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'book', [`${key}_schema`]: 'x' }
  const flat = Object.fromEntries(Object.entries(entries).map(([name, value]) => [`${key}.${name}`, value]))
  const whole = span({ name: 'execute_tool book', attributes: { ...tool, ...flat } })
  expect(factsOf(whole)?.args).toEqual({ lacks: 'not-captured' })
  const lacks = new Set(['maps'] as const)
  expect(factsOf({ ...whole, source: { ...whole.source, lacks } })?.args).toEqual(expected)
})

test('a key of the prototype is only a key', () => {
  const content = contentOf('{"__proto__":{"polluted":true},"constructor":1}', 'json')
  const value = 'value' in content ? content.value : null
  expect(Object.getPrototypeOf(value)).toBe(null)
  expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor'])
  expect(({} as Record<string, unknown>)['polluted']).toBe(undefined)
})

test('depth is bounded, and said', () => {
  const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)
  expect('value' in contentOf(nested(64), 'json')).toBe(true)
  expect(contentOf(nested(65), 'json')).toEqual({
    lacks: 'invalid-json',
    text: nested(65),
    problem: 'nests deeper than 64 levels',
  })
  expect(contentOf(nested(100_001), 'json')).toMatchObject({ problem: 'nests deeper than 64 levels' })
})
