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
        data: { expected: ['c'] },
        message: 'no link of span `a` leads to `c`, which the contract requires',
      },
    ],
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
