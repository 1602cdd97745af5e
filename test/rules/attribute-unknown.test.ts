import { attributeUnknown } from '../../src/rules/attribute-unknown.ts'
import { chat, think, tool } from '../support/chat.ts'
import { testRule } from '../support/test-rule.ts'

const attributes = 'attributes: { gen_ai.operation.name: string, gen_ai.request.model: optional, app.cost.*: optional }'
const closed = think(`closed: true, ${attributes}`)

testRule(attributeUnknown, [
  {
    name: 'declared keys, keys of a family, keys of spanpact; Weaver blind spot 18: SDK keys on the resource',
    contract: closed,
    spans: [
      chat(
        { 'gen_ai.request.model': 'gpt-5', 'app.cost.usd': 1, 'spanpact.tags': 'refund' },
        { resource: { 'telemetry.sdk.name': 'opentelemetry' } },
      ),
    ],
    expect: [],
  },
  {
    name: 'a misspelt key and one far from all, one finding each',
    contract: closed,
    spans: [
      chat({ 'gen_ai.request.modle': 'gpt-5', 'llm.vendor': 'x' }, { id: 'a' }),
      chat({ 'llm.vendor': 'x' }, { id: 'b', start: 1 }),
    ],
    expect: [
      {
        severity: 'error',
        path: 'spans.think.closed.gen_ai.request.modle',
        occurrences: 1,
        data: { attribute: 'gen_ai.request.modle', nearest: 'gen_ai.request.model' },
        message: 'span `chat gpt-5` carries attribute `gen_ai.request.modle`, which the closed clause does not declare',
        help: 'rename `gen_ai.request.modle` to `gen_ai.request.model`',
      },
      {
        path: 'spans.think.closed.llm.vendor',
        occurrences: 2,
        data: { attribute: 'llm.vendor' },
        help: 'declare `llm.vendor` in the clause, or stop setting it',
      },
    ],
  },
  { name: 'an open span', contract: think(attributes), spans: [chat({ 'llm.vendor': 'x' })], expect: [] },
  { name: 'no span of the clause in the run', contract: closed, spans: [tool], expect: [] },
  {
    name: 'a forbidden key and a deprecated definition are left to their own rules',
    contract: `
      attributes:
        gen_ai.system: { type: string, deprecated: { renamedTo: gen_ai.provider.name } }
      ${think('closed: true, attributes: { gen_ai.operation.name: string, user.email: forbidden }')}
    `,
    spans: [chat({ 'gen_ai.system': 'openai', 'user.email': 'x' })],
    expect: [],
  },
  {
    name: 'names of object members are unknown like others',
    contract: closed,
    spans: [chat({ constructor: 1 })],
    expect: [{ data: { attribute: 'constructor' } }],
  },
  {
    name: 'the path of a key that holds an address does not print it',
    contract: closed,
    spans: [chat({ 'user.jane@acme.io': 1 })],
    expect: [{ path: 'spans.think.closed.[email, 17 characters]' }],
  },
])
