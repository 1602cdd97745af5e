import { expect } from 'vitest'

import { attributeType } from '../../src/rules/attribute-type.ts'
import { chat, think } from '../support/chat.ts'
import { testRule, type RuleRow } from '../support/test-rule.ts'

const tokens = think('attributes: { gen_ai.usage.input_tokens: int }')
const typed = (type: string, more = ''): string => think(`attributes: { app.x: { type: '${type}' ${more} } }`)

function accepted(type: string, value: unknown, words: string): RuleRow {
  return { name: `${type} accepts ${words}`, contract: typed(type), spans: [chat({ 'app.x': value })], expect: [] }
}

function refused(type: string, value: unknown, received: string, shown: string): RuleRow {
  return {
    name: `${type} refuses ${received} ${shown}`,
    contract: typed(type),
    spans: [chat({ 'app.x': value })],
    expect: [{ data: { attribute: 'app.x', expected: type, received, value: shown } }],
  }
}

testRule(attributeType, [
  {
    name: 'Weaver blind spot 13: input_tokens "12"',
    contract: tokens,
    spans: [chat({ 'gen_ai.usage.input_tokens': '12' })],
    expect: [
      {
        severity: 'error',
        path: 'spans.think.attributes.gen_ai.usage.input_tokens',
        data: { attribute: 'gen_ai.usage.input_tokens', expected: 'int', received: 'string', value: '"12"' },
        message:
          'attribute `gen_ai.usage.input_tokens` of span `chat gpt-5` is string `"12"`; the contract declares int',
        help: 'set `gen_ai.usage.input_tokens` to an integral number',
      },
    ],
  },
  {
    name: 'Weaver blind spot 13: input_tokens 12.5',
    contract: tokens,
    spans: [chat({ 'gen_ai.usage.input_tokens': 12.5 })],
    expect: [{ data: { attribute: 'gen_ai.usage.input_tokens', expected: 'int', received: 'double', value: '12.5' } }],
  },
  {
    name: 'Weaver blind spot 13: input_tokens 12.0',
    contract: tokens,
    spans: [chat({ 'gen_ai.usage.input_tokens': Number('12.0') })],
    expect: [],
  },
  { name: 'an absent attribute', contract: tokens, spans: [chat()], expect: [] },
  {
    name: 'null is of no type',
    contract: tokens,
    spans: [chat({ 'gen_ai.usage.input_tokens': null })],
    expect: [
      { message: 'attribute `gen_ai.usage.input_tokens` of span `chat gpt-5` is null; the contract declares int' },
    ],
  },
  accepted('int', 2n ** 60n, 'a bigint'),
  accepted('double', 1, 'an int'),
  accepted('double', 2n ** 60n, 'a bigint'),
  accepted('double', Number.NaN, 'NaN'),
  accepted('boolean', false, 'false'),
  accepted('string', '', 'an empty text'),
  accepted('string[]', [], 'an empty list'),
  accepted('string[]', ['stop'], 'texts'),
  accepted('double[]', [1, 2.5], 'ints among doubles'),
  accepted('map', { a: 1 }, 'a map'),
  accepted('any', null, 'null'),
  refused('int', Number.NaN, 'double', 'NaN'),
  refused('double', '1.5', 'string', '"1.5"'),
  refused('boolean', 'true', 'string', '"true"'),
  refused('string', 12, 'int', '12'),
  refused('string', ['a'], 'string[]', '["a"]'),
  refused('string[]', 'stop', 'string', '"stop"'),
  refused('string[]', ['stop', 1], 'list', '["stop",1]'),
  refused('int[]', [1, null], 'list', '[1,null]'),
  refused('map', [1], 'int[]', '[1]'),
  refused('map', '{"a":1}', 'string', '"{\\"a\\":1}"'),
  refused('string', new Uint8Array([1, 2]), 'bytes', '"2 bytes"'),
  {
    name: 'JSON text is a map where the clause has a schema',
    contract: typed('map', ', schema: { type: object }'),
    spans: [chat({ 'app.x': ' {"a":1}' })],
    expect: [],
  },
  {
    name: 'but not JSON text of a list, nor broken JSON text',
    contract: typed('map', ', schema: { type: object }'),
    spans: [chat({ 'app.x': '[1]' }, { id: 'list' }), chat({ 'app.x': '{"a":' }, { id: 'broken', start: 20 })],
    expect: [{ span: 'list', occurrences: 2 }],
  },
  {
    name: 'a value of sensitive content is not shown',
    contract: think('attributes: { gen_ai.system_instructions: { type: map, sensitivity: content } }'),
    spans: [chat({ 'gen_ai.system_instructions': 'be kind' })],
    expect: [
      {
        data: {
          attribute: 'gen_ai.system_instructions',
          expected: 'map',
          received: 'string',
          value: expect.stringMatching(/^\[string, 9 characters, #[0-9a-f]{8}\]$/) as string,
        },
      },
    ],
  },
  {
    name: 'on the resource',
    contract: think('resource: { service.instance.id: string }'),
    spans: [chat({}, { resource: { 'service.instance.id': 7 } })],
    expect: [
      {
        message:
          'attribute `service.instance.id` of resource of span `chat gpt-5` is int `7`; the contract declares string',
      },
    ],
  },
  {
    name: 'every key of a family',
    contract: think("attributes: { 'app.count.*': { type: int, requirement: optional } }"),
    spans: [chat({ 'app.count.a': 1, 'app.count.b': 'x' })],
    expect: [{ data: { attribute: 'app.count.b', expected: 'int', received: 'string', value: '"x"' } }],
  },
])
