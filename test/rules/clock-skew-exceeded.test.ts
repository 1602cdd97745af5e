import { clockSkewExceeded } from '../../src/rules/clock-skew-exceeded.ts'
import { testRule } from '../support/test-rule.ts'

const contract = 'trace: { clockSkew: 50ms }'
const browser = { name: 'fetch', kind: 'client' as const, start: 1000, end: 2000 }

testRule(clockSkewExceeded, [
  {
    name: 'as far off as the bound allows',
    contract,
    spans: [browser, { name: 'POST /chat', kind: 'server', parent: 'fetch', start: 950, end: 2050 }],
    expect: [],
  },
  {
    name: 'a child before its parent: the browser is 800 ms ahead',
    contract,
    spans: [browser, { name: 'POST /chat', kind: 'server', parent: 'fetch', start: 200, end: 1200 }],
    expect: [
      {
        verdict: 'fail',
        severity: 'error',
        path: 'trace.clockSkew',
        span: 'POST /chat',
        data: { parent: 'fetch', edge: 'starts before', byNano: 800_000_000, boundNano: 50_000_000 },
        message: 'span `POST /chat` starts before its parent `fetch` by 800 ms; the contract allows 50 ms',
        help: 'synchronise the clocks of both processes, or stamp both spans with one clock',
      },
    ],
  },
  {
    name: 'a server that outlives its client: the browser is three days behind',
    contract,
    spans: [browser, { name: 'POST /chat', kind: 'server', parent: 'fetch', start: 259_201_000, end: 259_202_000 }],
    expect: [
      {
        data: { parent: 'fetch', edge: 'ends after', byNano: 259_200_000_000_000, boundNano: 50_000_000 },
        message: 'span `POST /chat` ends after its parent `fetch` by 3 d; the contract allows 50 ms',
      },
    ],
  },
  {
    name: 'work that goes on after its parent is no skew',
    contract,
    spans: [
      { name: 'agent', start: 1000, end: 1100 },
      { name: 'background', parent: 'agent', start: 1050, end: 9000 },
      { name: 'send', kind: 'producer', parent: 'agent', start: 1000, end: 1001 },
      { name: 'process', kind: 'consumer', parent: 'send', flags: 0x300, start: 5000, end: 9000 },
    ],
    expect: [],
  },
  {
    name: 'a client span that never ended is skipped',
    contract,
    spans: [
      { ...browser, end: null },
      { name: 'POST /chat', kind: 'server', parent: 'fetch', start: 1000, end: 9000 },
    ],
    expect: [],
  },
])
