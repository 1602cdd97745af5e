import { dataDropped } from '../../src/rules/data-dropped.ts'
import { testRule } from '../support/test-rule.ts'

testRule(dataDropped, [
  { name: 'nothing dropped', contract: 'trace: { dropped: forbid }', spans: [{ name: 'chat' }], expect: [] },
  {
    name: 'some of each dropped',
    contract: 'trace: { dropped: forbid }',
    spans: [{ name: 'chat', dropped: { attributes: 1, events: 2 } }],
    expect: [
      {
        verdict: 'fail',
        severity: 'error',
        path: 'trace.dropped',
        span: 'chat',
        data: { attributes: 1, events: 2, links: 0, max: 0 },
        message: 'span `chat` dropped 1 attribute, 2 events; the contract allows none',
        help: 'raise `OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT`, `OTEL_SPAN_EVENT_COUNT_LIMIT`, or record less on the span',
      },
    ],
  },
  {
    name: 'as many as allowed, and one more',
    contract: 'trace: { dropped: 3 }',
    spans: [
      { name: 'chat', id: 'a', dropped: { attributes: 1, events: 1, links: 1 } },
      { name: 'chat', id: 'b', dropped: { links: 4 } },
    ],
    expect: [{ span: 'b', message: 'span `chat` dropped 4 links; the contract allows 3' }],
  },
  {
    name: 'without the key nothing is asked',
    contract: 'spans: { a: { name: chat } }',
    spans: [{ name: 'chat', dropped: { attributes: 1 } }],
    expect: [],
  },
])
