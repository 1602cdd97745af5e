import { spanDuplicated } from '../../src/rules/span-duplicated.ts'
import { testRule } from '../support/test-rule.ts'

const contract = 'trace: { duplicates: forbid }'

testRule(spanDuplicated, [
  { name: 'every span once', contract, spans: [{ name: 'a' }, { name: 'b', start: 1 }], expect: [] },
  {
    name: 'identical copies',
    contract,
    spans: [{ name: 'a' }, { name: 'a' }, { name: 'a' }],
    expect: [
      {
        verdict: 'fail',
        severity: 'error',
        path: 'trace.duplicates',
        span: 'a',
        data: { copies: 3, isConflicting: false },
        message: 'span `a` is recorded 3 times',
        help: 'register one exporter per pipeline, and merge recordings that overlap only once',
      },
    ],
  },
  {
    name: 'copies that differ',
    contract,
    spans: [
      { name: 'a', id: 'x', status: 'ok' },
      { name: 'a', id: 'x', status: 'error' },
    ],
    expect: [
      {
        span: 'x',
        data: { copies: 2, isConflicting: true },
        message: 'span `a` is recorded 2 times, with different content',
        help: 'give every span an id of its own, and export it once, after it ended',
      },
    ],
  },
  {
    name: 'one span id in two traces is no duplicate',
    contract,
    spans: [
      { name: 'a', trace: 't1' },
      { name: 'a', trace: 't2' },
    ],
    expect: [],
  },
])
