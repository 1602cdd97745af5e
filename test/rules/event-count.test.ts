import { eventCount } from '../../src/rules/event-count.ts'
import { chat, think, tool } from '../support/chat.ts'
import { testRule } from '../support/test-rule.ts'

const contract = think('events: { gen_ai.choice: { requirement: optional, count: { min: 2, max: 3 } } }')
const choices = (count: number, rest: object = {}) =>
  chat({}, { events: Array.from({ length: count }, () => ({ name: 'gen_ai.choice' })), ...rest })

testRule(eventCount, [
  {
    name: 'within the bounds',
    contract,
    spans: [choices(2, { id: 'least' }), choices(3, { id: 'most' })],
    expect: [],
  },
  {
    name: 'too many',
    contract,
    spans: [choices(4)],
    expect: [
      {
        severity: 'error',
        path: 'spans.think.events.gen_ai.choice',
        span: 'chat gpt-5',
        data: { event: 'gen_ai.choice', received: 4, min: 2, max: 3 },
        message: 'span `chat gpt-5` has 4 events `gen_ai.choice`; the contract requires 2 to 3',
        help: 'add event `gen_ai.choice` less often',
      },
    ],
  },
  {
    name: 'too few',
    contract,
    spans: [choices(1)],
    expect: [
      {
        data: { event: 'gen_ai.choice', received: 1, min: 2, max: 3 },
        message: 'span `chat gpt-5` has 1 event `gen_ai.choice`; the contract requires 2 to 3',
        help: 'add each event `gen_ai.choice` to the span',
      },
    ],
  },
  {
    name: 'none at all',
    contract,
    spans: [choices(0)],
    expect: [
      {
        data: { event: 'gen_ai.choice', received: 0, min: 2, max: 3 },
        message: 'span `chat gpt-5` has no event `gen_ai.choice`; the contract requires 2 to 3',
        help: 'add each event `gen_ai.choice` to the span',
      },
    ],
  },
  {
    name: 'none at all of a required event is left to event-missing',
    contract: think('events: { gen_ai.choice: { count: { min: 2 } } }'),
    spans: [choices(0)],
    expect: [],
  },
  {
    name: 'only where the condition of the clause holds',
    contract: think(
      'events: { retry: { requirement: forbidden, when: { app.mode: live } } }, attributes: { app.mode: optional }',
    ),
    spans: [
      chat({ 'app.mode': 'live' }, { id: 'live', events: [{ name: 'retry' }] }),
      chat({ 'app.mode': 'test' }, { id: 'test', start: 1, events: [{ name: 'retry' }] }),
      chat({}, { id: 'open', start: 2, events: [{ name: 'retry' }], dropped: { attributes: 1 } }),
    ],
    expect: [
      { verdict: 'fail', span: 'live', occurrences: 1 },
      {
        verdict: 'inconclusive',
        span: 'open',
        data: { event: 'retry', received: 1, max: 0, condition: 'open' },
        message:
          'whether the contract allows none for span `chat gpt-5`, which has 1 event `retry`, is undecided: lost evidence of the span leaves its condition open',
        help: 'raise `OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT` so that the span keeps all its attributes',
      },
    ],
  },
  {
    name: 'a forbidden event, and a count of 0',
    contract: think('events: { exception: forbidden, retry: { requirement: optional, count: 0 } }'),
    spans: [chat({}, { events: [{ name: 'exception' }, { name: 'retry' }] })],
    expect: [
      { message: 'span `chat gpt-5` has 1 event `exception`; the contract allows none' },
      { message: 'span `chat gpt-5` has 1 event `retry`; the contract allows none' },
    ],
  },
  {
    name: 'dropped events leave a maximum open, unless it is passed already',
    contract,
    spans: [
      choices(2, { id: 'open', dropped: { events: 5 } }),
      choices(4, { id: 'over', start: 1, dropped: { events: 5 } }),
    ],
    expect: [
      {
        verdict: 'inconclusive',
        span: 'open',
        data: { event: 'gen_ai.choice', received: 2, min: 2, max: 3, dropped: 5 },
        message:
          'how many events `gen_ai.choice` span `chat gpt-5` has is undecided: the span dropped 5 events; the contract requires 2 to 3',
        help: 'raise `OTEL_SPAN_EVENT_COUNT_LIMIT` so that the span keeps all its events',
      },
      { verdict: 'fail', span: 'over' },
    ],
  },
  {
    name: 'dropped events leave a minimum open, unless it is reached',
    contract: think('events: { gen_ai.choice: { count: { min: 2 } } }'),
    spans: [choices(1, { id: 'open', dropped: { events: 1 } }), choices(2, { id: 'met', dropped: { events: 1 } })],
    expect: [{ verdict: 'inconclusive', span: 'open', occurrences: 1 }],
  },
  { name: 'no span of the clause in the run', contract, spans: [tool], expect: [] },
])
