import { rootCountMismatch } from '../../src/rules/root-count-mismatch.ts'
import { testRule } from '../support/test-rule.ts'

const contract = 'trace: { roots: 1 }'

testRule(rootCountMismatch, [
  {
    name: 'one root',
    contract,
    spans: [
      { name: 'a', end: 50 },
      { name: 'b', parent: 'a' },
    ],
    expect: [],
  },
  {
    name: 'two roots in one trace',
    contract,
    spans: [{ name: 'a' }, { name: 'b', start: 1 }],
    expect: [
      {
        verdict: 'fail',
        severity: 'error',
        path: 'trace.roots',
        span: 'b',
        data: { received: 2, min: 1, max: 1, roots: ['a', 'b'] },
        message: 'run has 2 roots: `a`, `b`; the contract requires 1',
        help: 'pass the trace context to what starts the other roots, or link them to the run',
      },
    ],
  },
  {
    name: 'a root that links into the run is no second root',
    contract,
    spans: [
      { name: 'a', trace: 't1' },
      { name: 'b', trace: 't2', start: 1, links: [{ to: 'a', trace: 't1' }] },
    ],
    expect: [],
  },
  {
    name: 'two roots that link to each other are one',
    contract,
    spans: [
      { name: 'a', trace: 't1', links: [{ to: 'b', trace: 't2' }] },
      { name: 'b', trace: 't2', start: 1, links: [{ to: 'a', trace: 't1' }] },
    ],
    expect: [],
  },
  {
    name: 'a link to its own child makes a root no less a root',
    contract,
    spans: [
      { name: 'a', end: 50 },
      { name: 'b', start: 1, links: [{ to: 'c' }] },
      { name: 'c', start: 2, parent: 'b' },
    ],
    expect: [{ data: { received: 2, min: 1, max: 1, roots: ['a', 'b'] } }],
  },
  {
    name: 'an entry with a remote parent counts as a root',
    contract,
    spans: [{ name: 'POST /chat', kind: 'server', parent: 'browser' }],
    expect: [],
  },
  {
    name: 'bounds',
    contract: 'trace: { roots: { min: 2, max: 3 } }',
    spans: [{ name: 'a' }],
    expect: [
      {
        span: null,
        message: 'run has 1 root: `a`; the contract requires 2 to 3',
        help: 'end and export the root span',
      },
    ],
  },
  {
    name: 'a lossy run proves too many, not enough',
    contract,
    spans: [{ name: 'a' }],
    damage: ['line 3 is cut'],
    expect: [
      {
        verdict: 'inconclusive',
        message: 'the number of roots is undecided: spans may be lost (line 3 is cut)',
        help: 'record the run until all its spans are exported',
      },
    ],
  },
  {
    name: 'a lossy run with too many roots',
    contract,
    spans: [{ name: 'a' }, { name: 'b', start: 1 }],
    damage: ['line 3 is cut'],
    expect: [{ verdict: 'fail', data: { received: 2, min: 1, max: 1, roots: ['a', 'b'] } }],
  },
])
