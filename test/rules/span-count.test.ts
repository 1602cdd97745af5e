import { spanCount } from '../../src/rules/span-count.ts'
import { traceId } from '../support/span.ts'
import { testRule } from '../support/test-rule.ts'

const contract = `
  spans:
    request: { name: POST /chat }
    answer: { name: invoke_agent support, parent: request, count: 1 }
    refund: { name: execute_tool refund, count: { max: 1 } }
`
const path = 'spans.answer.count'
const request = { name: 'POST /chat', end: 100 }

testRule(spanCount, [
  {
    name: 'as many as declared',
    contract,
    spans: [request, { name: 'invoke_agent support', parent: 'POST /chat' }],
    expect: [],
  },
  {
    name: 'none, and nothing that may be it',
    contract,
    spans: [request],
    expect: [
      {
        verdict: 'fail',
        severity: 'error',
        path,
        span: null,
        data: { min: 1, max: 1, per: 'run', names: ['invoke_agent support'], path, received: 0 },
        message: 'run has no span `invoke_agent support`; the contract requires 1 (`spans.answer.count`)',
        help: 'emit span `invoke_agent support`, or lower `spans.answer.count`',
      },
    ],
  },
  {
    name: 'a misspelt name is named',
    contract,
    spans: [request, { name: 'invoke_agent suport', start: 1 }, { name: 'something else', start: 2 }],
    expect: [
      {
        data: {
          min: 1,
          max: 1,
          per: 'run',
          names: ['invoke_agent support'],
          path,
          received: 0,
          nearest: 'invoke_agent suport',
        },
        help: 'emit span `invoke_agent support`, or lower `spans.answer.count`; it may have been renamed to `invoke_agent suport`',
      },
    ],
  },
  {
    name: 'an unknown span where the missing one is expected is named',
    contract,
    spans: [request, { name: 'elsewhere', start: 1 }, { name: 'agent.run', start: 2, parent: 'POST /chat' }],
    expect: [
      {
        help: 'emit span `invoke_agent support`, or lower `spans.answer.count`; it may have been renamed to `agent.run`',
      },
    ],
  },
  {
    name: 'too many: the place is the first one beyond the bound',
    contract,
    spans: [
      request,
      { name: 'invoke_agent support', parent: 'POST /chat' },
      { name: 'execute_tool refund', id: 'one', parent: 'POST /chat', start: 1 },
      { name: 'execute_tool refund', id: 'two', parent: 'POST /chat', start: 2 },
    ],
    expect: [
      {
        path: 'spans.refund.count',
        span: 'two',
        message: 'run has 2 spans `execute_tool refund`; the contract allows at most 1 (`spans.refund.count`)',
        help: 'emit fewer spans `execute_tool refund`, or raise `spans.refund.count`',
      },
    ],
  },
  {
    name: 'a lossy run cannot prove that a span is missing, nor that there are not too many',
    contract,
    spans: [request],
    damage: ['line 3 is cut'],
    expect: [
      {
        verdict: 'inconclusive',
        path,
        data: {
          min: 1,
          max: 1,
          per: 'run',
          names: ['invoke_agent support'],
          path,
          received: 0,
          losses: ['line 3 is cut'],
        },
        message: '`spans.answer.count` is undecided: spans may be lost (line 3 is cut)',
        help: 'record the run until all its spans are exported',
      },
      {
        verdict: 'inconclusive',
        path: 'spans.refund.count',
        data: {
          max: 1,
          per: 'run',
          names: ['execute_tool refund'],
          path: 'spans.refund.count',
          losses: ['line 3 is cut'],
        },
      },
    ],
  },
  {
    name: 'too many is proven by what was seen',
    contract: 'spans: { a: { name: a, count: { max: 0 } } }',
    spans: [{ name: 'a' }],
    damage: ['line 3 is cut'],
    expect: [{ verdict: 'fail', message: 'run has 1 span `a`; the contract allows none (`spans.a.count`)' }],
  },
  {
    name: 'a minimum that is met needs no complete run',
    contract: 'spans: { a: { name: a, count: { min: 1 } } }',
    spans: [{ name: 'a' }],
    damage: ['line 3 is cut'],
    expect: [],
  },
  {
    name: 'per trace',
    contract: 'spans: { a: { name: a, count: { min: 1, per: trace } } }',
    spans: [
      { name: 'a', trace: 't1' },
      { name: 'other', trace: 't2', links: [{ to: 'a', trace: 't1' }] },
    ],
    expect: [
      {
        span: null,
        data: { min: 1, per: 'trace', names: ['a'], path: 'spans.a.count', received: 0, trace: traceId('t2') },
        message: `trace \`${traceId('t2')}\` has no span \`a\`; the contract requires at least 1 (\`spans.a.count\`)`,
      },
    ],
  },
  {
    name: 'per parent',
    contract: `
      spans:
        agent: { name: agent }
        chat: { name: chat, parent: agent, count: { min: 1, max: 2, per: parent } }
    `,
    spans: [
      { name: 'agent', id: 'none', end: 100 },
      { name: 'agent', id: 'two', start: 1, end: 100 },
      { name: 'agent', id: 'three', start: 2, end: 100 },
      ...['a', 'b'].map((id) => ({ name: 'chat', id, parent: 'two', start: 3 })),
      ...['c', 'd', 'e'].map((id) => ({ name: 'chat', id, parent: 'three', start: 3 })),
    ],
    expect: [
      {
        occurrences: 2,
        span: 'none',
        message: 'span `agent` has no child span `chat`; the contract requires 1 to 2 (`spans.chat.count`)',
      },
    ],
  },
  {
    name: 'per recording, over two runs',
    contract: 'spans: { a: { name: a, count: { max: 1, per: recording } } }',
    spans: [
      { name: 'a', trace: 't1' },
      { name: 'a', trace: 't2', start: 1 },
    ],
    expect: [{ message: 'recording has 2 spans `a`; the contract allows at most 1 (`spans.a.count`)' }],
  },
  {
    name: 'per recording, of which a part may be missing: what was seen may not be all',
    contract: `
      spans:
        a: { name: a, count: { max: 1, per: recording } }
        b: { name: b, count: { min: 1, per: recording } }
    `,
    spans: [{ name: 'a' }],
    damage: ['a line is unreadable'],
    expect: [
      { verdict: 'inconclusive', path: 'spans.a.count' },
      { verdict: 'inconclusive', path: 'spans.b.count' },
    ],
  },
  {
    name: 'a refinement counts for the clause it refines',
    contract: `
      spans:
        tool: { match: { gen_ai.operation.name: execute_tool }, count: 1 }
        refund: { refines: tool, match: { gen_ai.operation.name: execute_tool, gen_ai.tool.name: refund } }
    `,
    spans: [
      {
        name: 'execute_tool refund',
        attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'refund' },
      },
    ],
    expect: [],
  },
])
