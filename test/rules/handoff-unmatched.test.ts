import { handoffUnmatched } from '../../src/rules/handoff-unmatched.ts'
import type { SpanSketch } from '../support/span.ts'
import { testRule } from '../support/test-rule.ts'

const contract = 'trace: { handoffs: matched }'
const runId = { 'spanpact.run.id': 'r1' }
const agent = (name: string, more: Partial<SpanSketch> = {}): SpanSketch => ({
  name: `invoke_agent ${name}`,
  end: 100,
  attributes: { ...runId, 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': name },
  ...more,
})
const transfer = ({
  tool = 'transfer_to_specialist',
  ...more
}: Partial<SpanSketch> & { tool?: string } = {}): SpanSketch => ({
  name: 'execute_tool transfer_to_specialist',
  parent: 'invoke_agent planner',
  start: 10,
  attributes: { ...runId, 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': tool },
  ...more,
})
const toTransfer = { to: 'execute_tool transfer_to_specialist', trace: 't1' }

testRule(handoffUnmatched, [
  {
    name: 'in one trace',
    contract,
    spans: [
      agent('planner'),
      transfer(),
      agent('specialist', { parent: 'execute_tool transfer_to_specialist', start: 11 }),
    ],
    expect: [],
  },
  {
    name: 'in two traces joined by a link to the transfer',
    contract,
    spans: [agent('planner'), transfer(), agent('specialist', { trace: 't2', start: 20, links: [toTransfer] })],
    expect: [],
  },
  {
    name: 'in two traces joined by a link from a span around the receiver to the agent that hands over',
    contract,
    spans: [
      agent('planner'),
      transfer(),
      {
        name: 'POST /specialist',
        kind: 'server',
        trace: 't2',
        start: 20,
        links: [{ to: 'invoke_agent planner', trace: 't1' }],
      },
      agent('specialist', { trace: 't2', parent: 'POST /specialist', start: 21 }),
    ],
    expect: [],
  },
  {
    name: 'in one trace, with the agent beside the transfer, within it or after it',
    contract,
    spans: [
      agent('planner'),
      transfer({ id: 'first', end: 30 }),
      agent('specialist', { id: 'within', parent: 'invoke_agent planner', start: 20 }),
      transfer({ id: 'second', start: 40, end: 41 }),
      agent('specialist', { id: 'after', parent: 'invoke_agent planner', start: 50 }),
    ],
    expect: [],
  },
  {
    name: 'in one trace, with the agent beside the one that hands over, and its name as tools write it',
    contract,
    spans: [
      { name: 'workflow', end: 200 },
      agent('planner', { parent: 'workflow' }),
      transfer({ tool: 'transfer_to_refund_agent_2' }),
      agent('Refund Agent (2)', { parent: 'workflow', start: 110, end: 200 }),
    ],
    expect: [],
  },
  {
    name: 'in one trace, with an agent beside the transfer that bears its name only as the name of the span',
    contract,
    spans: [
      agent('planner'),
      transfer(),
      {
        name: 'invoke_agent specialist',
        parent: 'invoke_agent planner',
        start: 20,
        attributes: { ...runId, 'gen_ai.operation.name': 'invoke_agent' },
      },
    ],
    expect: [],
  },
  ...(
    [
      ['of another name', agent('other', { parent: 'invoke_agent planner', start: 20 })],
      ['that starts before', agent('specialist', { parent: 'invoke_agent planner', start: 9 })],
      ['elsewhere in the tree', agent('specialist', { parent: 'step', start: 20 })],
    ] as const
  ).map(([name, one]) => ({
    name: `in one trace, with an agent ${name}`,
    contract,
    spans: [agent('planner'), { name: 'step', parent: 'invoke_agent planner', start: 1 }, transfer(), one],
    expect: [{ span: 'execute_tool transfer_to_specialist', data: { role: 'sender' } }],
  })),
  {
    name: 'two transfers to one agent beside them: it answers one, the later',
    contract,
    spans: [
      agent('planner'),
      transfer({ id: 'first' }),
      transfer({ id: 'second', start: 12 }),
      agent('specialist', { parent: 'invoke_agent planner', start: 20 }),
    ],
    expect: [{ span: 'first', data: { role: 'sender' } }],
  },
  {
    name: 'an agent that a link gives to another transfer answers that one alone',
    contract,
    spans: [
      agent('planner'),
      transfer({ id: 'linked' }),
      transfer({ id: 'alone', start: 12 }),
      agent('specialist', { parent: 'invoke_agent planner', start: 20, links: [{ to: 'linked' }] }),
    ],
    expect: [{ span: 'alone', data: { role: 'sender' } }],
  },
  {
    name: 'a tool that names no agent is answered below it or by a link only',
    contract,
    spans: [
      agent('planner'),
      transfer({ tool: 'handoff' }),
      agent('specialist', { parent: 'invoke_agent planner', start: 20 }),
    ],
    expect: [{ data: { role: 'sender' } }],
  },
  {
    name: 'the same in two traces without a link',
    contract,
    spans: [agent('planner'), transfer(), agent('specialist', { trace: 't2', start: 20 })],
    expect: [
      {
        verdict: 'fail',
        severity: 'error',
        path: 'trace.handoffs',
        span: 'execute_tool transfer_to_specialist',
        data: { role: 'sender' },
        message: 'no receiver is below span `execute_tool transfer_to_specialist`, which hands over, or linked to it',
        help: 'pass the trace context with the handoff, and start the receiver in it or with a link to it',
      },
      {
        span: 'invoke_agent specialist',
        data: { role: 'receiver' },
        message: 'no handoff is above span `invoke_agent specialist`, which takes over, or linked to it',
      },
    ],
  },
  {
    name: 'nested agents and agents beside each other in one tree are connected',
    contract,
    spans: [
      { name: 'POST /chat', kind: 'server', end: 100 },
      agent('planner', { parent: 'POST /chat' }),
      agent('nested', { parent: 'invoke_agent planner', start: 1 }),
      agent('next', { parent: 'POST /chat', start: 50 }),
    ],
    expect: [],
  },
  {
    name: 'lost spans leave it open',
    contract,
    spans: [agent('planner'), transfer()],
    damage: ['line 3 is cut'],
    expect: [
      {
        verdict: 'inconclusive',
        data: { role: 'sender', losses: ['line 3 is cut'] },
        message:
          'whether a receiver is below span `execute_tool transfer_to_specialist`, which hands over, or linked to it is undecided: spans may be lost (line 3 is cut)',
      },
    ],
  },
  {
    name: 'declared senders and receivers',
    contract: `
      spans:
        ask: { name: ask }
        reply: { name: reply }
      trace: { handoffs: { sender: ask, receiver: reply } }
    `,
    spans: [
      { name: 'root', end: 100 },
      { name: 'ask', id: 'met', parent: 'root', start: 1 },
      { name: 'reply', id: 'meets', parent: 'met', start: 2 },
      { name: 'ask', id: 'alone', parent: 'root', start: 3 },
      { name: 'reply', id: 'stray', parent: 'root', start: 4 },
    ],
    expect: [
      { span: 'alone', data: { role: 'sender' } },
      { span: 'stray', data: { role: 'receiver' } },
    ],
  },
  { name: 'no handoff', contract, spans: [agent('planner')], expect: [] },
])
