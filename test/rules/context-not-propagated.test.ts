import { contextNotPropagated } from '../../src/rules/context-not-propagated.ts'
import type { SpanSketch } from '../support/span.ts'
import { testRule } from '../support/test-rule.ts'

const contract = 'trace: { boundaries: [messaging, mcp, agent] }'
const runId = { 'spanpact.run.id': 'r1' }
const mcp = { ...runId, 'mcp.method.name': 'tools/call' }
const agent = { ...runId, 'gen_ai.operation.name': 'invoke_agent' }

const planner: SpanSketch = { name: 'invoke_agent planner', end: 100, attributes: agent }
const send: SpanSketch = { name: 'send jobs', kind: 'producer', parent: planner.name, start: 1, attributes: runId }
const take: SpanSketch = { name: 'process jobs', kind: 'consumer', trace: 't2', start: 20, attributes: runId }
const call: SpanSketch = { name: 'tools/call search', kind: 'client', parent: planner.name, start: 30, attributes: mcp }
const serve: SpanSketch = { name: 'tools/call search', id: 'serve', kind: 'server', start: 31, attributes: mcp }
const ask: SpanSketch = {
  name: 'invoke_agent remote',
  kind: 'client',
  parent: planner.name,
  start: 40,
  attributes: agent,
}
const answer: SpanSketch = { name: 'invoke_agent remote', id: 'answer', kind: 'server', start: 41, attributes: agent }

testRule(contextNotPropagated, [
  {
    name: 'all three crossed, by parent and by link',
    contract,
    spans: [
      planner,
      send,
      { ...take, links: [{ to: send.name, trace: 't1' }] },
      call,
      { ...serve, parent: call.name },
      ask,
      { ...answer, parent: ask.name },
    ],
    expect: [],
  },
  {
    name: 'the queue loses the context',
    contract,
    spans: [planner, send, take],
    expect: [
      {
        verdict: 'fail',
        severity: 'error',
        path: 'trace.boundaries',
        span: 'send jobs',
        data: { boundary: 'messaging', role: 'sender' },
        message: 'no receiver continues the trace of span `send jobs`, which sends a message (boundary `messaging`)',
        help: 'inject the trace context into the message headers, and extract or link it in the consumer',
      },
      {
        span: 'process jobs',
        data: { boundary: 'messaging', role: 'receiver' },
        message: 'span `process jobs`, which takes a message, continues the trace of no sender (boundary `messaging`)',
      },
    ],
  },
  {
    name: 'the MCP server starts a trace of its own',
    contract,
    spans: [planner, call, { ...serve, trace: 't2' }],
    expect: [
      {
        span: 'tools/call search',
        data: { boundary: 'mcp', role: 'sender' },
        help: 'put `traceparent` into `params._meta` of the request, and extract it in the server',
      },
      { span: 'serve', data: { boundary: 'mcp', role: 'receiver' } },
    ],
  },
  {
    name: 'the called agent starts a trace of its own',
    contract,
    spans: [planner, ask, { ...answer, trace: 't2' }],
    expect: [
      {
        span: 'invoke_agent remote',
        data: { boundary: 'agent', role: 'sender' },
        help: 'send the trace context with the request to the agent, and extract it there',
      },
      { span: 'answer', data: { boundary: 'agent', role: 'receiver' } },
    ],
  },
  {
    name: 'a called agent that shows as a server span with an agent below',
    contract: 'trace: { boundaries: [agent] }',
    spans: [planner, ask, { name: 'POST /a2a', kind: 'server', parent: ask.name, start: 41 }],
    expect: [],
  },
  {
    name: 'a receiver whose sender is elsewhere has its context',
    contract: 'trace: { boundaries: [messaging] }',
    spans: [{ ...take, parent: 'elsewhere' }],
    expect: [],
  },
  {
    name: 'lost spans leave it open',
    contract: 'trace: { boundaries: [messaging] }',
    spans: [planner, send],
    damage: ['line 3 is cut'],
    expect: [{ verdict: 'inconclusive', data: { boundary: 'messaging', role: 'sender', losses: ['line 3 is cut'] } }],
  },
  { name: 'no boundary', contract, spans: [planner], expect: [] },
])
