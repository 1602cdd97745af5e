import { spanOrphaned } from '../../src/rules/span-orphaned.ts'
import { testRule } from '../support/test-rule.ts'

const root = { name: 'agent', end: 100 }

testRule(spanOrphaned, [
  {
    name: 'no orphan',
    contract: 'trace: { orphans: 0 }',
    spans: [root, { name: 'chat', parent: 'agent' }],
    expect: [],
  },
  {
    name: 'orphans beside a root',
    contract: 'trace: { orphans: 0 }',
    spans: [
      root,
      { name: 'chat', id: 'one', parent: 'lost', start: 1 },
      { name: 'chat', id: 'two', parent: 'lost', start: 2 },
      { name: 'embed', parent: 'lost too', start: 3 },
    ],
    expect: [
      {
        verdict: 'fail',
        severity: 'error',
        path: 'trace.orphans',
        span: 'one',
        data: { received: 3, max: 0, names: ['chat', 'embed'] },
        message: 'run has 3 spans whose parent is not in the recording (`chat`, `embed`); the contract allows none',
        help: 'keep all spans of a trace: sample at the root, flush before the process ends, export every service',
      },
    ],
  },
  {
    name: 'as many as allowed',
    contract: 'trace: { orphans: 1 }',
    spans: [root, { name: 'chat', parent: 'lost', start: 1 }],
    expect: [],
  },
  {
    name: 'an entry with a remote parent is no orphan',
    contract: 'trace: { orphans: 0 }',
    spans: [root, { name: 'POST /agent', kind: 'server', parent: 'elsewhere', start: 1 }],
    expect: [],
  },
])
