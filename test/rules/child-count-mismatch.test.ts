import { childCountMismatch } from '../../src/rules/child-count-mismatch.ts'
import type { SpanSketch } from '../support/span.ts'
import { testRule } from '../support/test-rule.ts'

const contract = `
  spans:
    answer: { name: invoke_agent support }
    think: { name: chat }
  trace: { childCount: { of: answer, attribute: app.calls.made, children: think } }
`
const agent = (calls?: unknown): SpanSketch => ({
  name: 'invoke_agent support',
  end: 100,
  ...(calls === undefined ? {} : { attributes: { 'app.calls.made': calls } }),
})
const chats = (count: number, parent: string): SpanSketch[] =>
  Array.from({ length: count }, (_, index) => ({ name: 'chat', id: `${parent} ${index}`, parent, start: index }))

testRule(childCountMismatch, [
  {
    name: 'as many as declared, at any depth',
    contract,
    spans: [
      agent(3),
      { name: 'step', parent: 'invoke_agent support' },
      ...chats(2, 'step'),
      ...chats(1, 'invoke_agent support'),
    ],
    expect: [],
  },
  {
    name: '8 of 47',
    contract,
    spans: [agent(47), ...chats(8, 'invoke_agent support')],
    expect: [
      {
        verdict: 'fail',
        severity: 'error',
        path: 'trace.childCount',
        span: 'invoke_agent support',
        data: { attribute: 'app.calls.made', children: 'think', received: 8, declared: 47 },
        message: 'span `invoke_agent support` declares 47 in `app.calls.made` and has 8 spans `think` below it',
        help: 'keep all spans of a trace: sample at the root, and flush before the process ends',
      },
    ],
  },
  {
    name: 'fewer is the finding itself, lost spans or not; orphans are not below',
    contract,
    spans: [agent(3), ...chats(1, 'invoke_agent support'), ...chats(2, 'lost')],
    expect: [{ verdict: 'fail', data: { attribute: 'app.calls.made', children: 'think', received: 1, declared: 3 } }],
  },
  {
    name: 'more than declared',
    contract,
    spans: [agent(1), ...chats(2, 'invoke_agent support')],
    expect: [{ verdict: 'fail', help: 'count every call in `app.calls.made`' }],
  },
  {
    name: 'an integer that a source wrote as text',
    contract,
    spans: [agent('2'), ...chats(2, 'invoke_agent support')],
    expect: [],
  },
  {
    name: 'nothing declared',
    contract,
    spans: [agent(), ...chats(2, 'invoke_agent support')],
    expect: [
      {
        verdict: 'inconclusive',
        data: { attribute: 'app.calls.made', children: 'think', received: 2 },
        message:
          'the number of `think` spans below span `invoke_agent support` is undecided: the span lacks attribute `app.calls.made`',
        help: 'set `app.calls.made` to the number of calls before the span ends',
      },
    ],
  },
  {
    name: 'no integer',
    contract,
    spans: [agent('many'), ...chats(2, 'invoke_agent support')],
    expect: [
      {
        verdict: 'inconclusive',
        message:
          'the number of `think` spans below span `invoke_agent support` is undecided: the span has `app.calls.made` "many", which is no integer',
      },
    ],
  },
  { name: 'no span that declares', contract, spans: [{ name: 'chat' }], expect: [] },
])
