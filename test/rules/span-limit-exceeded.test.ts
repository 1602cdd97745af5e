import { spanLimitExceeded } from '../../src/rules/span-limit-exceeded.ts'
import { testRule } from '../support/test-rule.ts'

const contract = 'trace: { maxSpans: 3 }'
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: 'poll', id: String(index), parent: 'agent', start: index }))

testRule(spanLimitExceeded, [
  { name: 'as many as allowed', contract, spans: [{ name: 'agent', end: 100 }, ...many(2)], expect: [] },
  {
    name: 'one more',
    contract,
    spans: [{ name: 'agent', end: 100 }, ...many(3)],
    expect: [
      {
        verdict: 'fail',
        severity: 'error',
        path: 'trace.maxSpans',
        span: null,
        data: { received: 4, max: 3, name: 'poll', count: 3 },
        message: 'run has 4 spans; the contract allows at most 3',
        help: 'emit fewer spans per run: 3 are named `poll`',
      },
    ],
  },
  {
    name: 'lost spans leave it open',
    contract,
    spans: [{ name: 'agent' }],
    damage: ['line 3 is cut'],
    expect: [
      {
        verdict: 'inconclusive',
        message: 'the number of spans of the run is undecided: spans may be lost (line 3 is cut)',
      },
    ],
  },
  {
    name: 'what was seen is too many already',
    contract,
    spans: [{ name: 'agent', end: 100 }, ...many(4)],
    damage: ['line 3 is cut'],
    expect: [{ verdict: 'fail', data: { received: 5, max: 3, name: 'poll', count: 4 } }],
  },
])
