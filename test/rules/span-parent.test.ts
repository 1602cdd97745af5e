import { spanParent } from '../../src/rules/span-parent.ts'
import { testRule } from '../support/test-rule.ts'

const contract = `
  spans:
    answer: { name: invoke_agent support, parent: entry }
    think: { name: chat gpt-5, parent: answer }
`
const answer = { name: 'invoke_agent support', end: 100 }

testRule(spanParent, [
  {
    name: 'the declared parents; an entry is its own entry',
    contract,
    spans: [answer, { name: 'chat gpt-5', parent: 'invoke_agent support' }],
    expect: [],
  },
  {
    name: 'a child of an entry has parent entry',
    contract,
    spans: [
      { name: 'POST /chat', kind: 'server', end: 100 },
      { ...answer, parent: 'POST /chat' },
    ],
    expect: [],
  },
  {
    name: 'a grandchild of an entry does not',
    contract,
    spans: [
      { name: 'POST /chat', kind: 'server', end: 100 },
      { name: 'middleware', parent: 'POST /chat', end: 100 },
      { ...answer, parent: 'middleware' },
    ],
    expect: [
      {
        span: 'invoke_agent support',
        data: { relation: 'parent', expected: ['entry'], received: 'middleware' },
      },
    ],
  },
  {
    name: 'another parent',
    contract,
    spans: [
      answer,
      { name: 'execute_tool x', parent: 'invoke_agent support' },
      { name: 'chat gpt-5', parent: 'execute_tool x', start: 1 },
    ],
    expect: [
      {
        severity: 'error',
        path: 'spans.think.parent',
        span: 'chat gpt-5',
        data: { relation: 'parent', expected: ['answer'], received: 'execute_tool x' },
        message: 'span `chat gpt-5` has parent `execute_tool x`; the contract requires parent `answer`',
        help: 'start the span in the context of `answer`',
      },
    ],
  },
  {
    name: 'no parent',
    contract,
    spans: [answer, { name: 'chat gpt-5', start: 1 }],
    expect: [{ message: 'span `chat gpt-5` has no parent; the contract requires parent `answer`' }],
  },
  {
    name: 'an orphan',
    contract,
    spans: [answer, { name: 'chat gpt-5', parent: 'lost', start: 1 }],
    expect: [
      {
        verdict: 'inconclusive',
        span: 'chat gpt-5',
        data: { relation: 'parent', expected: ['answer'], isLost: true },
        message: 'whether span `chat gpt-5` has parent `answer` is undecided: a span above it is not in the recording',
        help: 'record the spans above it, or allow `entry`',
      },
    ],
  },
  {
    name: 'a parent that a refinement selects',
    contract: `
      spans:
        agent: { match: { gen_ai.operation.name: invoke_agent } }
        support: { refines: agent, match: { gen_ai.operation.name: invoke_agent, gen_ai.agent.name: support } }
        think: { name: chat, parent: agent }
    `,
    spans: [
      { name: 'a', attributes: { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'support' } },
      { name: 'chat', parent: 'a' },
    ],
    expect: [],
  },
  {
    name: 'a span that a refinement selects is judged once',
    contract: `
      spans:
        agent: { name: agent }
        tool: { match: { gen_ai.operation.name: execute_tool }, parent: agent }
        refund: { refines: tool, match: { gen_ai.operation.name: execute_tool, gen_ai.tool.name: refund } }
    `,
    spans: [
      { name: 'agent' },
      { name: 'tool', attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'refund' }, start: 1 },
    ],
    expect: [{ span: 'tool' }],
  },
  {
    name: 'ancestors at any distance, or none, or one that is lost',
    contract: `
      spans:
        agent: { name: agent }
        query: { name: query, ancestor: agent }
    `,
    spans: [
      { name: 'agent', end: 100 },
      { name: 'tool', parent: 'agent' },
      { name: 'query', id: 'below', parent: 'tool' },
      { name: 'other' },
      { name: 'query', id: 'elsewhere', parent: 'other', start: 1 },
      { name: 'tool', id: 'orphan', parent: 'lost', start: 1 },
      { name: 'query', id: 'cut off', parent: 'orphan', start: 2 },
    ],
    expect: [
      {
        verdict: 'fail',
        path: 'spans.query.ancestor',
        span: 'elsewhere',
        data: { relation: 'ancestor', expected: ['agent'], received: 'other' },
        message: 'span `query` has parent `other`; the contract requires ancestor `agent`',
      },
      {
        verdict: 'inconclusive',
        span: 'cut off',
        data: { relation: 'ancestor', expected: ['agent'], received: 'tool', isLost: true },
      },
    ],
  },
  {
    name: 'below any entry',
    contract: 'spans: { query: { name: query, ancestor: entry } }',
    spans: [
      { name: 'POST /chat', kind: 'server', end: 100 },
      { name: 'agent', parent: 'POST /chat' },
      { name: 'query', parent: 'agent' },
    ],
    expect: [],
  },
])
