import { attributeRange } from '../../src/rules/attribute-range.ts'
import { chat, think } from '../support/chat.ts'
import { testRule } from '../support/test-rule.ts'

const tokens = think('attributes: { gen_ai.usage.input_tokens: { type: int, min: 0 } }')
const share = think('attributes: { app.score: { min: 0, max: 1 } }')

testRule(attributeRange, [
  {
    name: 'both ends are in',
    contract: share,
    spans: [chat({ 'app.score': 0 }, { id: 'a' }), chat({ 'app.score': 1 }, { id: 'b' })],
    expect: [],
  },
  { name: 'an absent attribute', contract: tokens, spans: [chat()], expect: [] },
  {
    name: 'a number below',
    contract: tokens,
    spans: [chat({ 'gen_ai.usage.input_tokens': -1 })],
    expect: [
      {
        severity: 'error',
        path: 'spans.think.attributes.gen_ai.usage.input_tokens',
        data: { attribute: 'gen_ai.usage.input_tokens', received: 'int', value: '-1', min: 0 },
        message:
          'attribute `gen_ai.usage.input_tokens` of span `chat gpt-5` is int `-1`; the contract wants a number of at least `0`',
        help: 'set `gen_ai.usage.input_tokens` to a number of at least `0`',
      },
    ],
  },
  {
    name: 'a number above, between two bounds',
    contract: share,
    spans: [chat({ 'app.score': 1.01 })],
    expect: [
      {
        data: { attribute: 'app.score', received: 'double', value: '1.01', min: 0, max: 1 },
        message:
          'attribute `app.score` of span `chat gpt-5` is double `1.01`; the contract wants a number from `0` to `1`',
      },
    ],
  },
  {
    name: 'NaN is in no range',
    contract: think('attributes: { app.a: { type: double, min: 0 }, app.b: { type: double, max: 0 } }'),
    spans: [chat({ 'app.a': Number.NaN, 'app.b': Number.NaN })],
    expect: [
      { data: { attribute: 'app.a', received: 'double', value: 'NaN', min: 0 } },
      { data: { attribute: 'app.b', received: 'double', value: 'NaN', max: 0 } },
    ],
  },
  {
    name: 'a maximum of 0 means none above 0',
    contract: think('attributes: { app.retries: { type: int, max: 0 } }'),
    spans: [chat({ 'app.retries': 1 })],
    expect: [
      {
        message: 'attribute `app.retries` of span `chat gpt-5` is int `1`; the contract wants a number of at most `0`',
      },
    ],
  },
  {
    name: 'integers beyond 2^53',
    contract: think('attributes: { app.n: { type: int, max: 9007199254740992 } }'),
    spans: [chat({ 'app.n': 2n ** 53n }, { id: 'equal' }), chat({ 'app.n': 2n ** 53n + 1n }, { id: 'above' })],
    expect: [{ span: 'above', data: { attribute: 'app.n', received: 'int', value: '9007199254740993', max: 2 ** 53 } }],
  },
  {
    name: 'each member of a list',
    contract: think("attributes: { app.scores: { type: 'double[]', max: 1 } }"),
    spans: [chat({ 'app.scores': [0.5, 2, 3] })],
    expect: [{ data: { attribute: 'app.scores', received: 'int', value: '2', max: 1, member: 1 } }],
  },
  {
    name: 'a value that is no number, without a type',
    contract: share,
    spans: [chat({ 'app.score': '0.5' })],
    expect: [{ data: { attribute: 'app.score', received: 'string', value: '"0.5"', min: 0, max: 1 } }],
  },
  {
    name: 'a value that is no number is left to the declared type',
    contract: tokens,
    spans: [chat({ 'gen_ai.usage.input_tokens': '12' })],
    expect: [],
  },
])
