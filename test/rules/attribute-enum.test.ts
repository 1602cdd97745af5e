import { attributeEnum } from '../../src/rules/attribute-enum.ts'
import { chat, think } from '../support/chat.ts'
import { testRule } from '../support/test-rule.ts'

const closed = think('attributes: { gen_ai.provider.name: { type: string, enum: [openai, anthropic] } }')
const open = think('attributes: { gen_ai.provider.name: { type: string, enum: [openai, anthropic], open: true } }')

testRule(attributeEnum, [
  { name: 'a listed value', contract: closed, spans: [chat({ 'gen_ai.provider.name': 'openai' })], expect: [] },
  { name: 'an absent attribute', contract: closed, spans: [chat()], expect: [] },
  {
    name: 'Weaver blind spot 6: gen_ai.provider.name openia',
    contract: closed,
    spans: [chat({ 'gen_ai.provider.name': 'openia' })],
    expect: [
      {
        severity: 'error',
        path: 'spans.think.attributes.gen_ai.provider.name',
        data: {
          attribute: 'gen_ai.provider.name',
          value: '"openia"',
          allowed: ['openai', 'anthropic'],
          nearest: 'openai',
        },
        message:
          'attribute `gen_ai.provider.name` of span `chat gpt-5` is `"openia"`; the contract lists `"openai"`, `"anthropic"`',
        help: 'set `gen_ai.provider.name` to `"openai"`',
      },
    ],
  },
  {
    name: 'a value far from all, in a list that is open',
    contract: open,
    spans: [chat({ 'gen_ai.provider.name': 'acme' })],
    expect: [
      {
        severity: 'warning',
        data: { attribute: 'gen_ai.provider.name', value: '"acme"', allowed: ['openai', 'anthropic'] },
        help: "set `gen_ai.provider.name` to a listed value, or add the value to the clause's `enum`",
      },
    ],
  },
  {
    name: 'the first member of a list that is not listed',
    contract: think("attributes: { gen_ai.response.finish_reasons: { type: 'string[]', enum: [stop, length] } }"),
    spans: [
      chat({ 'gen_ai.response.finish_reasons': ['stop', 'length'] }, { id: 'good' }),
      chat({ 'gen_ai.response.finish_reasons': ['stop', 'lenght', 'x'] }, { id: 'bad' }),
    ],
    expect: [
      {
        span: 'bad',
        data: {
          attribute: 'gen_ai.response.finish_reasons',
          value: '"lenght"',
          allowed: ['stop', 'length'],
          nearest: 'length',
          member: 1,
        },
        message:
          'member 1 of attribute `gen_ai.response.finish_reasons` of span `chat gpt-5` is `"lenght"`; the contract lists `"stop"`, `"length"`',
      },
    ],
  },
  {
    name: 'numbers compare as numbers, texts do not',
    contract: think('attributes: { app.tier: { enum: [1, 2, 1152921504606846976] } }'),
    spans: [
      chat({ 'app.tier': 1 }, { id: 'a' }),
      chat({ 'app.tier': 1152921504606846976n }, { id: 'b' }),
      chat({ 'app.tier': '1' }, { id: 'c' }),
      chat({ 'app.tier': 1152921504606846977n }, { id: 'd', start: 1 }),
    ],
    expect: [{ span: 'c', occurrences: 2, data: { attribute: 'app.tier', value: '"1"', allowed: [1, 2, 2 ** 60] } }],
  },
  {
    name: 'null only where it is listed',
    contract: think('attributes: { app.a: { enum: [null, x] }, app.b: { enum: [x] } }'),
    spans: [chat({ 'app.a': null, 'app.b': null })],
    expect: [{ data: { attribute: 'app.b', value: 'null', allowed: ['x'] } }],
  },
  {
    name: 'a long list is cut',
    contract: think('attributes: { app.digit: { enum: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] } }'),
    spans: [chat({ 'app.digit': 11 })],
    expect: [
      {
        message:
          'attribute `app.digit` of span `chat gpt-5` is `11`; the contract lists `1`, `2`, `3`, `4`, `5`, `6`, `7`, `8` and 2 more',
      },
    ],
  },
  {
    name: 'names of object members are values like others',
    contract: think('attributes: { app.x: { enum: [a] } }'),
    spans: [chat({ 'app.x': '__proto__' })],
    expect: [{ data: { attribute: 'app.x', value: '"__proto__"', allowed: ['a'] } }],
  },
])
