import { canaryExported } from '../../src/rules/canary-exported.ts'
import { chat, think } from '../support/chat.ts'
import { testRule } from '../support/test-rule.ts'

const contract = `
  privacy: { canaries: [CANARY-7f3a, "line\\nbreak"] }
  ${think('attributes: { gen_ai.operation.name: string }')}
`

testRule(canaryExported, [
  { name: 'a span without it', contract, spans: [chat({ 'app.note': 'CANARY-7f3' })], expect: [] },
  {
    name: 'a message that carries it twice',
    contract,
    spans: [chat({ 'gen_ai.input.messages': 'say CANARY-7f3a, CANARY-7f3a' })],
    expect: [
      {
        severity: 'error',
        path: 'privacy.canaries.8a9b23e0',
        span: 'chat gpt-5',
        data: {
          part: 'span',
          place: 'attribute',
          key: 'gen_ai.input.messages',
          detector: 'canary',
          kind: 'canary-1',
          length: 11,
          matches: 2,
        },
        message:
          'attribute `gen_ai.input.messages` of span `chat gpt-5` holds planted text `canary-1` (11 characters) and 1 more',
        help: 'redact the content that carries the planted text before export',
      },
    ],
  },
  {
    name: 'an exception, with the planted line break escaped as in JSON',
    contract,
    spans: [
      chat(
        {},
        { events: [{ name: 'exception', attributes: { 'exception.message': String.raw`{"a":"line\nbreak"}` } }] },
      ),
    ],
    expect: [
      {
        path: 'privacy.canaries.697affca',
        data: {
          part: 'event',
          event: 'exception',
          place: 'attribute',
          key: 'exception.message',
          detector: 'canary',
          kind: 'canary-2',
          length: 11,
          matches: 1,
        },
      },
    ],
  },
  {
    name: 'a contract that denies secrets but plants nothing',
    contract: `
      privacy: { deny: [secrets] }
      ${think('attributes: { gen_ai.operation.name: string }')}
    `,
    spans: [chat({ 'app.note': 'CANARY-7f3a' })],
    expect: [],
  },
  {
    name: 'a span that dropped events leaves it open',
    contract,
    spans: [chat({}, { dropped: { events: 2 } })],
    expect: [
      {
        verdict: 'inconclusive',
        severity: 'error',
        path: 'privacy.canaries',
        data: { dropped: { attributes: 0, events: 2, links: 0 } },
        message: 'whether span `chat gpt-5` exports a planted text is undecided: it dropped 2 events',
        help: 'raise the limits of the SDK so that the span keeps all it is given',
      },
    ],
  },
])
