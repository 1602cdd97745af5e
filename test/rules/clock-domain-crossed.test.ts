import { clockDomainCrossed } from '../../src/rules/clock-domain-crossed.ts'
import { testRule } from '../support/test-rule.ts'

const contract = 'trace: { clockDomains: { by: resource.service.name, authoritative: gateway } }'
const on = (service: string) => ({ resource: { 'service.name': service } })

testRule(clockDomainCrossed, [
  {
    name: 'every crossing has the gateway at one end',
    contract,
    spans: [
      { name: 'fetch', ...on('browser'), end: 100 },
      { name: 'route', parent: 'fetch', ...on('gateway'), end: 100 },
      { name: 'agent', parent: 'route', ...on('backend'), end: 100 },
      { name: 'chat', parent: 'agent', ...on('backend') },
    ],
    expect: [],
  },
  {
    name: 'a crossing without it',
    contract,
    spans: [
      { name: 'fetch', ...on('browser'), end: 100 },
      { name: 'agent', parent: 'fetch', ...on('backend'), start: 1 },
    ],
    expect: [
      {
        verdict: 'inconclusive',
        severity: 'error',
        path: 'trace.clockDomains',
        span: 'agent',
        data: {
          by: 'resource.service.name',
          domain: 'backend',
          parentDomain: 'browser',
          parent: 'fetch',
          authoritative: ['gateway'],
        },
        message:
          'the order of span `agent` and its parent `fetch` is undecided: their clocks are `backend` and `browser` (`resource.service.name`), and neither is `gateway`',
        help: 'record a span of `gateway` between them, or name one of the two as authoritative',
      },
    ],
  },
  {
    name: 'spans without the key have an unknown clock',
    contract: 'trace: { clockDomains: { by: app.clock, authoritative: [a, b] } }',
    spans: [
      { name: 'root', attributes: { 'app.clock': 'c' }, end: 100 },
      { name: 'one', parent: 'root', start: 1 },
      { name: 'two', parent: 'one', start: 2 },
    ],
    expect: [
      {
        verdict: 'inconclusive',
        span: 'one',
        data: { by: 'app.clock', domain: 'unknown', parentDomain: 'c', parent: 'root', authoritative: ['a', 'b'] },
      },
    ],
  },
  { name: 'one span crosses nothing', contract, spans: [{ name: 'agent', ...on('backend') }], expect: [] },
])
