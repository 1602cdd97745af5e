import { eventUnknown } from '../../src/rules/event-unknown.ts'
import { chat, think, tool } from '../support/chat.ts'
import { testRule } from '../support/test-rule.ts'

const contract = think(
  'closed: true, attributes: { gen_ai.operation.name: string }, events: { gen_ai.choice: optional }',
)
const withEvents = (...names: string[]) => chat({}, { events: names.map((name) => ({ name })) })

testRule(eventUnknown, [
  {
    name: 'declared events, exceptions and events of spanpact',
    contract,
    spans: [withEvents('gen_ai.choice', 'exception', 'spanpact.fault')],
    expect: [],
  },
  {
    name: 'a misspelt event and one far from all, each once',
    contract,
    spans: [withEvents('gen_ai.choise', 'cache.hit', 'cache.hit')],
    expect: [
      {
        severity: 'error',
        path: 'spans.think.events.cache.hit',
        occurrences: 1,
        data: { event: 'cache.hit' },
        message: 'span `chat gpt-5` has event `cache.hit`, which the closed clause does not declare',
        help: "declare `cache.hit` under the clause's `events`, or stop adding it",
      },
      {
        path: 'spans.think.events.gen_ai.choise',
        data: { event: 'gen_ai.choise', nearest: 'gen_ai.choice' },
        help: 'rename `gen_ai.choise` to `gen_ai.choice`',
      },
    ],
  },
  {
    name: 'an open span',
    contract: think('events: { gen_ai.choice: optional }'),
    spans: [withEvents('cache.hit')],
    expect: [],
  },
  {
    name: 'a closed span that declares no events',
    contract: think('closed: true, attributes: { gen_ai.operation.name: string }'),
    spans: [withEvents('cache.hit')],
    expect: [],
  },
  { name: 'no span of the clause in the run', contract, spans: [{ ...tool, events: [{ name: 'x' }] }], expect: [] },
])
