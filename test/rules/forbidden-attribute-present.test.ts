import { forbiddenAttributePresent } from '../../src/rules/forbidden-attribute-present.ts'
import { chat, think, tool } from '../support/chat.ts'
import { testRule } from '../support/test-rule.ts'

const contract = think('attributes: { gen_ai.input.messages: { requirement: forbidden, sensitivity: content } }')

testRule(forbiddenAttributePresent, [
  { name: 'a span without it', contract, spans: [chat()], expect: [] },
  {
    name: 'a span with it, even as null',
    contract,
    spans: [
      chat({ 'gen_ai.input.messages': 'where is my refund?' }, { id: 'a' }),
      chat({ 'gen_ai.input.messages': null }, { id: 'b', start: 20 }),
    ],
    expect: [
      {
        severity: 'error',
        path: 'spans.think.attributes.gen_ai.input.messages',
        span: 'a',
        occurrences: 2,
        data: { attribute: 'gen_ai.input.messages' },
        message: 'span `chat gpt-5` carries attribute `gen_ai.input.messages`, which the contract forbids',
        help: 'stop setting `gen_ai.input.messages` on this span',
      },
    ],
  },
  { name: 'no span of the clause in the run', contract, spans: [tool], expect: [] },
  {
    name: 'a span that dropped attributes may have had it',
    contract,
    spans: [chat({}, { dropped: { attributes: 2 } })],
    expect: [
      {
        verdict: 'inconclusive',
        severity: 'error',
        data: { attribute: 'gen_ai.input.messages', dropped: 2 },
        message:
          'whether span `chat gpt-5` carries attribute `gen_ai.input.messages`, which the contract forbids, is undecided: the span dropped 2 attributes',
        help: 'raise `OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT` so that the span keeps all its attributes',
      },
    ],
  },
  {
    name: 'each key of a forbidden family',
    contract: think('attributes: { app.debug.*: forbidden }'),
    spans: [chat({ 'app.debug.a': 1, 'app.debug.b': 2 })],
    expect: [{ data: { attribute: 'app.debug.a' } }, { data: { attribute: 'app.debug.b' } }],
  },
  {
    name: 'on the resource and on an event',
    contract: think('resource: { host.name: forbidden }, events: { note: { attributes: { user.email: forbidden } } }'),
    spans: [
      chat({}, { resource: { 'host.name': 'h' }, events: [{ name: 'note', attributes: { 'user.email': 'x' } }] }),
    ],
    expect: [
      { message: 'event `note` of span `chat gpt-5` carries attribute `user.email`, which the contract forbids' },
      { message: 'resource of span `chat gpt-5` carries attribute `host.name`, which the contract forbids' },
    ],
  },
])
