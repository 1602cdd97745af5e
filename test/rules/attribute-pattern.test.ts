import { attributePattern } from '../../src/rules/attribute-pattern.ts'
import { chat, think } from '../support/chat.ts'
import { testRule } from '../support/test-rule.ts'

const version = String.raw`^\d+\.\d+\.\d+$`
const contract = think(`attributes: { gen_ai.agent.version: { type: string, pattern: '${version}' } }`)
const untyped = think(`attributes: { gen_ai.agent.version: { pattern: '${version}' } }`)

testRule(attributePattern, [
  { name: 'text that matches', contract, spans: [chat({ 'gen_ai.agent.version': '1.2.3' })], expect: [] },
  { name: 'an absent attribute', contract, spans: [chat()], expect: [] },
  {
    name: 'text that does not match',
    contract,
    spans: [chat({ 'gen_ai.agent.version': 'v1' })],
    expect: [
      {
        severity: 'error',
        path: 'spans.think.attributes.gen_ai.agent.version',
        data: { attribute: 'gen_ai.agent.version', pattern: version, received: 'string', value: '"v1"' },
        message: `attribute \`gen_ai.agent.version\` of span \`chat gpt-5\` is string \`"v1"\`; the contract wants text that matches \`${version}\``,
        help: `set \`gen_ai.agent.version\` to text that matches \`${version}\``,
      },
    ],
  },
  {
    name: 'patterns are unanchored',
    contract: think('attributes: { gen_ai.request.model: { pattern: gpt } }'),
    spans: [chat({ 'gen_ai.request.model': 'azure/gpt-5' })],
    expect: [],
  },
  {
    name: 'a value that is no text, without a type',
    contract: untyped,
    spans: [
      chat({ 'gen_ai.agent.version': 1.2 }, { id: 'a' }),
      chat({ 'gen_ai.agent.version': null }, { id: 'b', start: 1 }),
    ],
    expect: [
      {
        span: 'a',
        occurrences: 2,
        data: { attribute: 'gen_ai.agent.version', pattern: version, received: 'double', value: '1.2' },
      },
    ],
  },
  {
    name: 'a value that is no text is left to the declared type',
    contract,
    spans: [chat({ 'gen_ai.agent.version': 12 })],
    expect: [],
  },
  {
    name: 'each member of a list',
    contract: think("attributes: { app.tags: { type: 'string[]', pattern: '^[a-z]+$' } }"),
    spans: [chat({ 'app.tags': ['refund', 'VIP'] })],
    expect: [{ data: { attribute: 'app.tags', pattern: '^[a-z]+$', received: 'string', value: '"VIP"', member: 1 } }],
  },
  {
    name: 'hostile text takes linear time',
    contract: think("attributes: { app.x: { pattern: '^(a+)+$' } }"),
    spans: [chat({ 'app.x': `${'a'.repeat(20_000)}!` })],
    expect: [{ verdict: 'fail' }],
  },
])
