import { linkTarget } from '../../src/rules/link-target.ts'
import { testRule } from '../support/test-rule.ts'

const contract = `
  spans:
    planner: { name: invoke_agent planner }
    specialist: { name: invoke_agent specialist, links: { to: planner } }
`
const planner = { name: 'invoke_agent planner', trace: 't1', end: 100 }
const specialist = { name: 'invoke_agent specialist', trace: 't2', start: 5 }

testRule(linkTarget, [
  {
    name: 'a link to the declared span',
    contract,
    spans: [planner, { ...specialist, links: [{ to: 'invoke_agent planner', trace: 't1' }] }],
    expect: [],
  },
  {
    name: 'a link to another span',
    contract,
    spans: [
      planner,
      { name: 'chat', trace: 't1', parent: 'invoke_agent planner' },
      { ...specialist, links: [{ to: 'chat', trace: 't1' }] },
    ],
    expect: [
      {
        severity: 'error',
        path: 'spans.specialist.links',
        span: 'invoke_agent specialist',
        data: { expected: ['planner'], received: 'chat' },
        message: 'a link of span `invoke_agent specialist` leads to `chat`; the contract requires `planner`',
        help: 'link to the context of `planner`',
      },
    ],
  },
  {
    name: 'a link out of the recording',
    contract,
    spans: [{ ...specialist, links: [{ to: 'somewhere', trace: 't9' }] }],
    expect: [
      {
        verdict: 'inconclusive',
        data: { expected: ['planner'], isLost: true },
        message:
          'whether a link of span `invoke_agent specialist` leads to `planner` is undecided: its target is not in the recording',
        help: 'check the recordings of both traces together',
      },
    ],
  },
  {
    name: 'each of two link clauses wants its own link',
    contract: `
      spans:
        b: { name: b }
        c: { name: c }
        a: { name: a, links: [{ to: b }, { to: c }] }
    `,
    spans: [
      { name: 'a', links: [{ to: 'b' }, { to: 'b2' }] },
      { name: 'b', start: 1 },
      { name: 'b', id: 'b2', start: 2 },
      { name: 'c', start: 3 },
    ],
    expect: [
      {
        span: 'a',
        path: 'spans.a.links.to:c',
        data: { expected: ['c'], links: 0, min: 1 },
        message: 'no link of span `a` leads to `c`; the contract requires at least 1',
        help: 'link to the context of `c`',
      },
    ],
  },
  {
    name: 'each of two link clauses counts its own links',
    contract: `
      spans:
        b: { name: b }
        c: { name: c }
        a: { name: a, links: [{ to: b, count: { max: 1 } }, { to: c, count: 0 }] }
    `,
    spans: [
      { name: 'a', links: [{ to: 'b' }, { to: 'b2' }, { to: 'c' }] },
      { name: 'b', start: 1 },
      { name: 'b', id: 'b2', start: 2 },
      { name: 'c', start: 3 },
    ],
    expect: [
      {
        path: 'spans.a.links.to:b',
        data: { expected: ['b'], links: 2, min: 1, max: 1 },
        message: '2 links of span `a` lead to `b`; the contract requires 1',
        help: "remove the surplus links to `b`, or raise the clause's `links.count.max`",
      },
      {
        path: 'spans.a.links.to:c',
        data: { expected: ['c'], links: 1, min: 0, max: 0 },
        message: '1 link of span `a` leads to `c`; the contract allows none',
      },
    ],
  },
  {
    name: 'a clause that only forbids allows links to others',
    contract: 'spans: { c: { name: c }, a: { name: a, links: { to: c, count: 0 } } }',
    spans: [
      { name: 'a', links: [{ to: 'x' }] },
      { name: 'c', start: 1 },
      { name: 'x', start: 2 },
    ],
    expect: [],
  },
  {
    name: 'lost and dropped links leave a count open, unless it is passed already or out of reach',
    contract: 'spans: { b: { name: b }, a: { name: a, links: { to: b, count: { min: 2, max: 2 } } } }',
    spans: [
      { name: 'a', id: 'lost', links: [{ to: 'b' }, { to: 'gone' }] },
      { name: 'a', id: 'dropped', start: 1, links: [{ to: 'b' }], dropped: { links: 3 } },
      { name: 'a', id: 'passed', start: 2, links: [{ to: 'b' }, { to: 'b2' }, { to: 'b3' }], dropped: { links: 3 } },
      { name: 'a', id: 'short', start: 3, links: [{ to: 'b' }] },
      { name: 'b', start: 4 },
      { name: 'b', id: 'b2', start: 4 },
      { name: 'b', id: 'b3', start: 4 },
    ],
    expect: [
      { verdict: 'inconclusive', span: 'lost', occurrences: 2, data: { expected: ['b'], isLost: true } },
      { verdict: 'fail', span: 'passed', occurrences: 2, data: { expected: ['b'], links: 3, min: 2, max: 2 } },
    ],
  },
  {
    name: 'dropped links alone',
    contract: 'spans: { b: { name: b }, a: { name: a, links: { to: b, count: 0 } } }',
    spans: [
      { name: 'a', dropped: { links: 3 } },
      { name: 'b', start: 4 },
    ],
    expect: [
      {
        verdict: 'inconclusive',
        data: { expected: ['b'], dropped: 3 },
        message: 'how many links of span `a` lead to `b` is undecided: the span dropped 3 links',
        help: 'raise `OTEL_SPAN_LINK_COUNT_LIMIT` so that the span keeps all its links',
      },
    ],
  },
  {
    name: 'a lost link decides nothing where any link is allowed and enough are known',
    contract: 'spans: { b: { name: b }, a: { name: a, links: [{ to: b }, { count: { min: 0 } }] } }',
    spans: [
      { name: 'a', links: [{ to: 'b' }, { to: 'gone' }] },
      { name: 'b', start: 1 },
    ],
    expect: [],
  },
  {
    name: 'a link clause without a target allows others',
    contract: `
      spans:
        b: { name: b }
        a: { name: a, links: [{ to: b }, { count: { min: 0 } }] }
    `,
    spans: [
      { name: 'a', links: [{ to: 'b' }, { to: 'x' }] },
      { name: 'b', start: 1 },
      { name: 'x', start: 2 },
    ],
    expect: [],
  },
  { name: 'a span without links is for link-missing', contract, spans: [planner, specialist], expect: [] },
])
