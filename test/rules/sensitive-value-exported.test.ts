import { expect, test } from 'vitest'

import { sensitiveValueExported } from '../../src/rules/sensitive-value-exported.ts'
import type { Span } from '../../src/model/span.ts'
import { chat, think, tool } from '../support/chat.ts'
import { checkSpans, contractOf } from '../support/check-spans.ts'
import { attributes, span, type SpanSketch } from '../support/span.ts'
import { testRule, type ExpectedFinding, type RuleRow } from '../support/test-rule.ts'

const contract = `
  privacy: { deny: [email, payment-card] }
  ${think('attributes: { gen_ai.operation.name: string }')}
`
const address = 'jane.doe@acme.io'
const text = `please write to ${address} today`
const email = { detector: 'email', kind: 'email', length: 16, matches: 1 }

function hidden(name: string, sketch: SpanSketch, data: Record<string, unknown>, words: string): RuleRow {
  const found: ExpectedFinding = {
    severity: 'error',
    path: 'privacy.deny.email',
    data: { ...data, ...email },
    message: `${words} holds text of kind \`email\` (16 characters), which the contract denies`,
  }
  return { name: `Weaver blind spot 19: a planted e-mail in ${name}`, contract, spans: [sketch], expect: [found] }
}

testRule(sensitiveValueExported, [
  {
    name: 'a span without personal data',
    contract,
    spans: [
      chat({ 'gen_ai.input.messages': 'where is my refund?' }, { events: [{ name: 'note' }], links: [{ to: 'x' }] }),
    ],
    expect: [],
  },
  hidden(
    'a message',
    chat({ 'gen_ai.input.messages': text }),
    { part: 'span', place: 'attribute', key: 'gen_ai.input.messages' },
    'attribute `gen_ai.input.messages` of span `chat gpt-5`',
  ),
  hidden(
    'a link',
    chat({}, { links: [{ to: 'x', attributes: { note: text } }] }),
    { part: 'link', place: 'attribute', key: 'note' },
    'attribute `note` of link of span `chat gpt-5`',
  ),
  hidden(
    'a status description',
    chat({}, { status: 'error', statusMessage: text }),
    { part: 'span', place: 'status message' },
    'status message of span `chat gpt-5`',
  ),
  hidden(
    'an event attribute',
    chat({}, { events: [{ name: 'exception', attributes: { 'exception.message': text } }] }),
    { part: 'event', event: 'exception', place: 'attribute', key: 'exception.message' },
    'attribute `exception.message` of event `exception` of span `chat gpt-5`',
  ),
  hidden(
    'a map in a list',
    chat({ 'app.users': [{ id: 7, contact: { mail: text } }] }),
    { part: 'span', place: 'attribute', key: 'app.users' },
    'attribute `app.users` of span `chat gpt-5`',
  ),
  hidden(
    'a key of a map',
    chat({ 'app.users': { [address]: 1 } }),
    { part: 'span', place: 'attribute', key: 'app.users' },
    'attribute `app.users` of span `chat gpt-5`',
  ),
  {
    name: 'a span that no clause selects, in a run of the contract',
    contract,
    spans: [chat(), { ...tool, attributes: { ...tool.attributes, 'gen_ai.tool.call.arguments': text } }],
    expect: [
      {
        span: 'execute_tool refund',
        data: { part: 'span', place: 'attribute', key: 'gen_ai.tool.call.arguments', ...email },
      },
    ],
  },
  {
    name: 'the span name and an attribute key, neither of which is printed',
    contract,
    spans: [chat({ [`user.${address}`]: text }, { name: `chat ${address}`, id: 'a' })],
    expect: [
      {
        data: { part: 'span', place: 'attribute key', ...email, length: 21 },
        message:
          'attribute key of span `chat [email, 16 characters]` holds text of kind `email` (21 characters), which the contract denies',
      },
      {
        data: { part: 'span', place: 'attribute', key: '[email, 21 characters]', ...email },
        help: 'redact it before export, or take `email` out of `privacy.deny`',
      },
      { data: { part: 'span', place: 'name', ...email } },
    ],
  },
  {
    name: 'a name of an event, which is not printed either',
    contract,
    spans: [chat({}, { events: [{ name: address, attributes: { a: text } }] })],
    expect: [
      {
        data: { part: 'event', event: '[email, 16 characters]', place: 'attribute', key: 'a', ...email },
      },
      { data: { part: 'event', event: '[email, 16 characters]', place: 'name', ...email } },
    ],
  },
  {
    name: 'the resource, once per span that shares it',
    contract,
    spans: [
      chat({}, { id: 'a', resource: { 'service.owner': address } }),
      chat({}, { id: 'b', start: 1, resource: { 'service.owner': address } }),
    ],
    expect: [
      {
        occurrences: 2,
        span: 'a',
        data: { part: 'resource', place: 'attribute', key: 'service.owner', ...email },
        message:
          'attribute `service.owner` of resource of span `chat gpt-5` holds text of kind `email` (16 characters), which the contract denies',
      },
    ],
  },
  {
    name: 'a card number as a number, and two addresses in one text',
    contract,
    spans: [chat({ 'app.card': 4111111111111111, 'app.cc': `${address}, bob@acme.io` })],
    expect: [
      {
        path: 'privacy.deny.email',
        data: { part: 'span', place: 'attribute', key: 'app.cc', ...email, matches: 2 },
        message:
          'attribute `app.cc` of span `chat gpt-5` holds text of kind `email` (16 characters) and 1 more, which the contract denies',
      },
      {
        path: 'privacy.deny.payment-card',
        data: {
          part: 'span',
          place: 'attribute',
          key: 'app.card',
          detector: 'payment-card',
          kind: 'visa',
          length: 16,
          matches: 1,
        },
      },
    ],
  },
  {
    name: 'detectors that the contract does not name find nothing',
    contract: `
      privacy: { deny: [iban] }
      ${think('attributes: { gen_ai.operation.name: string }')}
    `,
    spans: [chat({ a: text })],
    expect: [],
  },
  {
    name: 'a contract without privacy, and one with canaries only',
    contract: `
      privacy: { canaries: [CANARY-7f3a] }
      ${think('attributes: { gen_ai.operation.name: string }')}
    `,
    spans: [chat({ a: text })],
    expect: [],
  },
  {
    name: 'a span that dropped something leaves it open, unless something was seen',
    contract,
    spans: [
      chat({}, { id: 'a', dropped: { attributes: 3, links: 1 } }),
      chat({}, { id: 'b', start: 1, events: [{ name: 'note', dropped: 1 }] }),
      chat({ a: text }, { id: 'c', start: 2, dropped: { attributes: 3 } }),
    ],
    expect: [
      {
        verdict: 'inconclusive',
        span: 'a',
        occurrences: 2,
        data: { dropped: { attributes: 3, events: 0, links: 1 } },
        message:
          'whether span `chat gpt-5` exports what the contract denies is undecided: it dropped 3 attributes and 1 link',
        help: 'raise the limits of the SDK so that the span keeps all it is given',
      },
      { verdict: 'fail', span: 'c' },
    ],
  },
  {
    name: 'a value that nests too deep leaves it open',
    contract,
    spans: [chat({ deep: Array.from({ length: 100 }).reduce((inner) => [inner], text) })],
    expect: [
      {
        verdict: 'inconclusive',
        data: { part: 'span', place: 'attribute', key: 'deep', unread: true },
        message:
          'whether attribute `deep` of span `chat gpt-5` exports what the contract denies is undecided: it nests too deep to be read',
        help: 'emit the value with less nesting',
      },
    ],
  },
])

test.each<[string, Partial<Span>, Record<string, unknown>]>([
  ['trace state', { traceState: `vendor=${address}` }, { part: 'span', place: 'trace state' }],
  [
    'body of a log record',
    {
      events: [
        {
          name: 'log',
          timeUnixNano: 1n,
          attributes: attributes(),
          source: 'log',
          body: { user: address },
          droppedAttributes: 0,
        },
      ],
    },
    { part: 'event', event: 'log', place: 'body' },
  ],
  [
    'scope version',
    { scope: { name: 's', version: address, attributes: attributes(), schemaUrl: '' } },
    { part: 'scope', place: 'version' },
  ],
  [
    'scope attribute',
    { scope: { name: 's', version: '', attributes: attributes({ owner: address }), schemaUrl: '' } },
    { part: 'scope', place: 'attribute', key: 'owner' },
  ],
])('Weaver blind spot 19: a planted e-mail in the %s', async (_name, part, data) => {
  const report = checkSpans([{ ...span(chat()), ...part }], [await contractOf(contract)])
  const found = report.findings.filter(({ id }) => id === 'sensitive-value-exported')
  expect(found.map((finding) => finding.data)).toEqual([{ ...data, ...email }])
})

test('no report holds the text that was found', async () => {
  const sketch = chat({ [address]: text, b: [text] }, { name: `chat ${address}`, statusMessage: text })
  const report = checkSpans([span(sketch)], [await contractOf(contract)])
  expect(report.findings.filter(({ id }) => id === 'sensitive-value-exported')).toHaveLength(5)
  expect(JSON.stringify(report)).not.toContain(address)
})
