import { linkMissing } from '../../src/rules/link-missing.ts'
import { testRule } from '../support/test-rule.ts'

const contract = 'spans: { specialist: { name: invoke_agent specialist, links: { count: { min: 1, max: 2 } } } }'
const link = (to: string) => ({ to, trace: 'other' })

testRule(linkMissing, [
  {
    name: 'as many links as declared',
    contract,
    spans: [{ name: 'invoke_agent specialist', links: [link('a'), link('b')] }],
    expect: [],
  },
  {
    name: 'no link',
    contract,
    spans: [{ name: 'invoke_agent specialist' }],
    expect: [
      {
        severity: 'error',
        path: 'spans.specialist.links',
        span: 'invoke_agent specialist',
        data: { received: 0, min: 1, max: 2 },
        message: 'span `invoke_agent specialist` has no link; the contract requires 1 to 2',
        help: 'pass the context of the span it continues as a link when the span starts',
      },
    ],
  },
  {
    name: 'too many links',
    contract,
    spans: [{ name: 'invoke_agent specialist', links: [link('a'), link('b'), link('c')] }],
    expect: [
      {
        data: { received: 3, min: 1, max: 2 },
        message: 'span `invoke_agent specialist` has 3 links; the contract requires 1 to 2',
        help: "remove the surplus links, or raise the clause's `links.count.max`",
      },
    ],
  },
  {
    name: 'a link clause without a count asks for one link',
    contract: 'spans: { a: { name: a, links: { attributes: { app.kind: optional } } } }',
    spans: [{ name: 'a' }],
    expect: [{ data: { received: 0, min: 1 } }],
  },
  {
    name: 'a count of none',
    contract: 'spans: { a: { name: a, links: { count: { max: 0 } } } }',
    spans: [{ name: 'a' }, { name: 'a', id: 'linked', links: [link('x')] }],
    expect: [{ span: 'linked', data: { received: 1, min: 0, max: 0 } }],
  },
  {
    name: 'each of two link clauses asks for its own link; where one leads, link-target says',
    contract: `
      spans:
        b: { name: b }
        c: { name: c }
        a: { name: a, links: [{ to: b }, { to: c }] }
    `,
    spans: [
      { name: 'a' },
      { name: 'a', id: 'linked', links: [{ to: 'b' }] },
      { name: 'b', start: 1 },
      { name: 'c', start: 2 },
    ],
    expect: [
      { span: 'a', path: 'spans.a.links.to:b', occurrences: 1, data: { received: 0, min: 1 } },
      { span: 'a', path: 'spans.a.links.to:c', occurrences: 1, data: { received: 0, min: 1 } },
    ],
  },
  {
    name: 'a clause without a target speaks of all links, beside one with a target',
    contract: `
      spans:
        b: { name: b }
        a: { name: a, links: [{ to: b, count: { min: 0 } }, { count: { max: 1 } }] }
    `,
    spans: [
      { name: 'a', links: [{ to: 'b' }, { to: 'x' }] },
      { name: 'b', start: 1 },
    ],
    expect: [{ path: 'spans.a.links.any', data: { received: 2, min: 1, max: 1 } }],
  },
  {
    name: 'dropped links leave a maximum open',
    contract,
    spans: [{ name: 'invoke_agent specialist', links: [link('a')], dropped: { links: 2 } }],
    expect: [{ verdict: 'inconclusive', data: { received: 1, min: 1, max: 2, dropped: 2 } }],
  },
  {
    name: 'dropped links',
    contract,
    spans: [{ name: 'invoke_agent specialist', dropped: { links: 2 } }],
    expect: [
      {
        verdict: 'inconclusive',
        data: { received: 0, min: 1, max: 2, dropped: 2 },
        message:
          'whether span `invoke_agent specialist` has the links that the contract requires is undecided: the span dropped 2 links',
        help: 'raise `OTEL_SPAN_LINK_COUNT_LIMIT` so that the span keeps all its links',
      },
    ],
  },
  { name: 'spans of no clause are not judged', contract, spans: [{ name: 'other' }], expect: [] },
])
