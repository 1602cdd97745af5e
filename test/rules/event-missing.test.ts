import { eventMissing } from '../../src/rules/event-missing.ts'
import { chat, think, tool } from '../support/chat.ts'
import { testRule } from '../support/test-rule.ts'

const contract = think('events: { gen_ai.evaluation.result: required }')
const conditional = think(
  'events: { gen_ai.evaluation.result: { when: { app.evaluated: true } } }, attributes: { app.evaluated: optional }',
)

testRule(eventMissing, [
  {
    name: 'an event of the span, and one from a log record',
    contract,
    spans: [
      chat({}, { id: 'own', events: [{ name: 'gen_ai.evaluation.result' }] }),
      chat({}, { id: 'log', events: [{ name: 'gen_ai.evaluation.result', source: 'log' }] }),
    ],
    expect: [],
  },
  {
    name: 'a span without the event',
    contract,
    spans: [chat({}, { events: [{ name: 'gen_ai.choice' }] })],
    expect: [
      {
        severity: 'error',
        path: 'spans.think.events.gen_ai.evaluation.result',
        span: 'chat gpt-5',
        data: { event: 'gen_ai.evaluation.result', requirement: 'required' },
        message: 'span `chat gpt-5` lacks event `gen_ai.evaluation.result`, which the contract requires',
        help: 'add event `gen_ai.evaluation.result` before the span ends',
      },
    ],
  },
  {
    name: 'two events, a finding each',
    contract: think('events: { a: required, b: required, c: optional }'),
    spans: [chat({}, { id: 'one' }), chat({}, { id: 'two', start: 1, events: [{ name: 'a' }] })],
    expect: [
      { occurrences: 1, data: { event: 'a', requirement: 'required' } },
      { occurrences: 2, data: { event: 'b', requirement: 'required' } },
    ],
  },
  {
    name: 'a recommended event',
    contract: think('events: { gen_ai.evaluation.result: recommended }'),
    spans: [chat()],
    expect: [
      {
        severity: 'warning',
        message: 'span `chat gpt-5` lacks event `gen_ai.evaluation.result`, which the contract recommends',
      },
    ],
  },
  {
    name: 'a recommended event beside a required one, each with its own severity',
    contract: think('events: { a: required, b: recommended }'),
    spans: [chat()],
    expect: [
      { severity: 'error', path: 'spans.think.events.a' },
      { severity: 'warning', path: 'spans.think.events.b' },
    ],
  },
  {
    name: 'a recommended event with a least count is left to event-count',
    contract: think('events: { a: { requirement: recommended, count: { min: 1 } } }'),
    spans: [chat()],
    expect: [],
  },
  { name: 'no span of the clause in the run', contract, spans: [tool], expect: [] },
  {
    name: 'a span that dropped events leaves it open',
    contract,
    spans: [chat({}, { dropped: { events: 1 } })],
    expect: [
      {
        verdict: 'inconclusive',
        data: { event: 'gen_ai.evaluation.result', requirement: 'required', dropped: 1 },
        message:
          'whether span `chat gpt-5` lacks event `gen_ai.evaluation.result`, which the contract requires, is undecided: the span dropped 1 event',
        help: 'raise `OTEL_SPAN_EVENT_COUNT_LIMIT` so that the span keeps all its events',
      },
    ],
  },
  {
    name: 'only where its condition holds',
    contract: conditional,
    spans: [
      chat({ 'app.evaluated': true }, { id: 'holds' }),
      chat({ 'app.evaluated': false }, { id: 'not' }),
      chat({}, { id: 'open', start: 1, dropped: { attributes: 1 } }),
    ],
    expect: [
      { verdict: 'fail', span: 'holds' },
      {
        verdict: 'inconclusive',
        span: 'open',
        data: { event: 'gen_ai.evaluation.result', requirement: 'required', condition: 'open' },
        message:
          'whether span `chat gpt-5` lacks event `gen_ai.evaluation.result`, which the contract requires, is undecided: lost evidence of the span leaves its condition open',
      },
    ],
  },
])
