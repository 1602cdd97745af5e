import { deprecatedEventPresent } from '../../src/rules/deprecated-event-present.ts'
import { chat, think, tool } from '../support/chat.ts'
import { testRule } from '../support/test-rule.ts'

const contract = think(
  "events: { gen_ai.choice: { requirement: optional, deprecated: { since: '1.37.0', note: reported in gen_ai.output.messages } } }",
)

testRule(deprecatedEventPresent, [
  { name: 'a span without the event', contract, spans: [chat({}, { events: [{ name: 'exception' }] })], expect: [] },
  {
    name: 'a span with the event, twice',
    contract,
    spans: [chat({}, { events: [{ name: 'gen_ai.choice' }, { name: 'gen_ai.choice' }] })],
    expect: [
      {
        severity: 'warning',
        path: 'spans.think.events.gen_ai.choice',
        occurrences: 1,
        data: { event: 'gen_ai.choice', since: '1.37.0', note: 'reported in gen_ai.output.messages' },
        message:
          'span `chat gpt-5` has event `gen_ai.choice`, deprecated since `1.37.0` (reported in gen_ai.output.messages)',
        help: 'stop adding event `gen_ai.choice`',
      },
    ],
  },
  {
    name: 'a renamed event',
    contract: think('events: { choice: { requirement: optional, deprecated: { renamedTo: gen_ai.choice } } }'),
    spans: [chat({}, { events: [{ name: 'choice' }] })],
    expect: [
      {
        message: 'span `chat gpt-5` has event `choice`, deprecated',
        help: 'add event `gen_ai.choice` in its place',
      },
    ],
  },
  {
    name: 'a deprecation of an inherited pack is only said',
    contract: `
      extends: [otel-genai]
      spans: { gen_ai.inference.client: { attributes: { app.prompt.version: optional } } }
    `,
    spans: [chat({}, { events: [{ name: 'gen_ai.choice' }] })],
    expect: [{ severity: 'info' }],
  },
  {
    name: 'two deprecated events, a finding each at its own clause; one whose condition is not met is not asked about',
    contract: think(
      'events: { a: { requirement: optional, deprecated: {} }, b: { requirement: optional, deprecated: {} }, c: { requirement: optional, deprecated: {}, when: { app.new: true } } }, attributes: { app.new: optional }',
    ),
    spans: [chat({ 'app.new': false }, { events: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] })],
    expect: [{ path: 'spans.think.events.a' }, { path: 'spans.think.events.b' }],
  },
  {
    name: 'an open condition',
    contract: think(
      'events: { a: { requirement: optional, deprecated: {}, when: { app.new: true } } }, attributes: { app.new: optional }',
    ),
    spans: [chat({}, { events: [{ name: 'a' }], dropped: { attributes: 1 } })],
    expect: [
      {
        verdict: 'inconclusive',
        data: { event: 'a', condition: 'open' },
        message:
          'whether event `a` of span `chat gpt-5` is deprecated is undecided: lost evidence of the span leaves its condition open',
      },
    ],
  },
  { name: 'no span of the clause in the run', contract, spans: [tool], expect: [] },
])
