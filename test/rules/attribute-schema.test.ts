import { attributeSchema } from '../../src/rules/attribute-schema.ts'
import { chat, think } from '../support/chat.ts'
import { testRule } from '../support/test-rule.ts'

const messages = think(
  'attributes: { gen_ai.input.messages: { type: any, requirement: optional, schema: spanpact:input-messages } }',
)
const withSchema = (schema: string): string =>
  think(`attributes: { app.x: { requirement: optional, schema: ${schema} } }`)
const question = [{ role: 'user', parts: [{ type: 'text', content: 'where is my refund?' }] }]

function nested(depth: number): unknown {
  let value: unknown = []
  for (let level = 1; level < depth; level += 1) value = [value]
  return value
}

testRule(attributeSchema, [
  {
    name: 'Weaver blind spot 12: a structured value of the wrong shape',
    contract: messages,
    spans: [chat({ 'gen_ai.input.messages': [{ role: 'user', content: 'secret text' }] })],
    expect: [
      {
        severity: 'error',
        path: 'spans.think.attributes.gen_ai.input.messages',
        data: {
          attribute: 'gen_ai.input.messages',
          form: 'structured',
          errors: [{ path: '/0', keyword: 'required', message: "must have required property 'parts'" }],
        },
        message:
          "attribute `gen_ai.input.messages` of span `chat gpt-5` does not match its schema: `/0` must have required property 'parts'",
        help: 'give `gen_ai.input.messages` the shape that its schema declares',
      },
    ],
  },
  {
    name: 'Weaver blind spot 12: a JSON string of the right shape',
    contract: messages,
    spans: [chat({ 'gen_ai.input.messages': JSON.stringify(question) })],
    expect: [],
  },
  {
    name: 'a structured value of the right shape',
    contract: messages,
    spans: [chat({ 'gen_ai.input.messages': question })],
    expect: [],
  },
  { name: 'an absent attribute', contract: messages, spans: [chat()], expect: [] },
  {
    name: 'a JSON string of the wrong shape',
    contract: messages,
    spans: [chat({ 'gen_ai.input.messages': '{"role":"user"}' })],
    expect: [
      {
        data: {
          attribute: 'gen_ai.input.messages',
          form: 'json-text',
          errors: [{ path: '', keyword: 'type', message: 'must be array' }],
        },
        message:
          'attribute `gen_ai.input.messages` of span `chat gpt-5` does not match its schema: the value must be array',
      },
    ],
  },
  {
    name: 'JSON text that a length limit cut',
    contract: messages,
    spans: [chat({ 'gen_ai.input.messages': '[{"role":"user","par' })],
    expect: [
      {
        data: {
          attribute: 'gen_ai.input.messages',
          form: 'text',
          errors: [{ path: '', keyword: 'type', message: 'must be array' }],
        },
        message:
          'attribute `gen_ai.input.messages` of span `chat gpt-5`, text that is no JSON, does not match its schema: the value must be array',
        help: 'set `gen_ai.input.messages` to the structured value, or to all of its JSON text',
      },
    ],
  },
  {
    name: 'a text that the schema wants as text, brackets and all',
    contract: withSchema('{ type: string, minLength: 3 }'),
    spans: [chat({ 'app.x': '[1]' })],
    expect: [],
  },
  {
    name: 'JSON text under a schema that says nothing of types is judged by its content',
    contract: withSchema('{ required: [order_id] }'),
    spans: [chat({ 'app.x': '{"order_id":1}' }, { id: 'good' }), chat({ 'app.x': '{}' }, { id: 'bad' })],
    expect: [{ span: 'bad', occurrences: 1 }],
  },
  {
    name: 'bigint is an integer, bytes are base64 text',
    contract: withSchema('{ type: object, properties: { n: { type: integer }, b: { const: AQI= } } }'),
    spans: [chat({ 'app.x': { n: 2n ** 60n, b: new Uint8Array([1, 2]) } })],
    expect: [],
  },
  {
    name: 'keys of values that are names of object members',
    contract: withSchema(
      '{ type: object, required: [toString], additionalProperties: { type: string }, uniqueItems: true }',
    ),
    spans: [
      chat({ 'app.x': JSON.parse('{"__proto__":"a","constructor":"b","toString":"c"}') as object }, { id: 'good' }),
      chat({ 'app.x': JSON.parse('{"__proto__":1,"toString":"c"}') as object }, { id: 'bad', start: 1 }),
      chat({ 'app.x': {} }, { id: 'empty', start: 2 }),
    ],
    expect: [
      {
        span: 'bad',
        occurrences: 2,
        data: {
          attribute: 'app.x',
          form: 'structured',
          errors: [{ path: '/__proto__', keyword: 'type', message: 'must be string' }],
        },
      },
    ],
  },
  {
    name: 'at most three errors, the deepest place first',
    contract: withSchema(
      '{ anyOf: [{ type: string }, { type: number }, { items: { type: string } }, { maxItems: 0 }] }',
    ),
    spans: [chat({ 'app.x': [1] })],
    expect: [
      {
        data: {
          attribute: 'app.x',
          form: 'structured',
          errors: [
            { path: '/0', keyword: 'type', message: 'must be string' },
            { path: '', keyword: 'type', message: 'must be string' },
            { path: '', keyword: 'type', message: 'must be number' },
          ],
        },
      },
    ],
  },
  {
    name: 'patterns run in linear time on hostile text, two of them apart',
    contract: withSchema("{ properties: { a: { pattern: '^(a+)+$' }, b: { pattern: '^b$' } } }"),
    spans: [chat({ 'app.x': { a: `${'a'.repeat(20_000)}!`, b: 'b' } })],
    expect: [
      {
        data: {
          attribute: 'app.x',
          form: 'structured',
          errors: [{ path: '/a', keyword: 'pattern', message: 'must match pattern "^(a+)+$"' }],
        },
      },
    ],
  },
  {
    name: 'schema true accepts anything, schema false nothing',
    contract: think('attributes: { app.a: { schema: true }, app.b: { schema: false } }'),
    spans: [chat({ 'app.a': 1, 'app.b': 1 })],
    expect: [
      {
        data: {
          attribute: 'app.b',
          form: 'structured',
          errors: [{ path: '', keyword: 'false schema', message: 'boolean schema is false' }],
        },
      },
    ],
  },
  {
    name: 'a value of 100 levels is judged, one of 101 is not',
    contract: withSchema('{ type: array }'),
    spans: [
      chat({ 'app.x': JSON.stringify(nested(100)) }, { id: 'shallow' }),
      chat({ 'app.x': JSON.stringify(nested(101)) }, { id: 'deep' }),
    ],
    expect: [
      {
        verdict: 'inconclusive',
        span: 'deep',
        data: { attribute: 'app.x', depth: 100 },
        message:
          'whether attribute `app.x` of span `chat gpt-5` matches its schema is undecided: it nests deeper than 100 levels',
        help: 'emit `app.x` with less nesting',
      },
    ],
  },
  {
    name: 'draft 7 and 2020-12 each in their own way',
    contract: `
      spans:
        think:
          match: { gen_ai.operation.name: chat }
          attributes:
            app.a: { schema: { $schema: 'http://json-schema.org/draft-07/schema#', items: [{ type: string }] } }
            app.b: { schema: { $schema: 'https://json-schema.org/draft/2020-12/schema', prefixItems: [{ type: string }] } }
    `,
    spans: [chat({ 'app.a': [1], 'app.b': [1] })],
    expect: [{ path: 'spans.think.attributes.app.a' }, { path: 'spans.think.attributes.app.b' }],
  },
])
