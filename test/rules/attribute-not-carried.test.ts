import { attributeNotCarried } from '../../src/rules/attribute-not-carried.ts'
import { testRule } from '../support/test-rule.ts'

const contract = 'trace: { carry: [gen_ai.conversation.id] }'
const key = { 'gen_ai.conversation.id': 'c1' }
const agent = { name: 'invoke_agent support', end: 100, attributes: key }

testRule(attributeNotCarried, [
  {
    name: 'carried all the way; a nested agent may have its own value',
    contract,
    spans: [
      agent,
      { name: 'invoke_agent nested', parent: agent.name, attributes: { 'gen_ai.conversation.id': 'c2' }, start: 1 },
      { name: 'chat', parent: 'invoke_agent nested', attributes: { 'gen_ai.conversation.id': 'c2' }, start: 2 },
    ],
    expect: [],
  },
  {
    name: 'lost on the way, and again below',
    contract,
    spans: [
      agent,
      { name: 'execute_tool search', parent: agent.name, start: 1 },
      { name: 'GET', parent: 'execute_tool search', start: 2 },
    ],
    expect: [
      {
        verdict: 'fail',
        severity: 'error',
        path: 'trace.carry',
        span: 'execute_tool search',
        occurrences: 2,
        data: { attribute: 'gen_ai.conversation.id', from: 'invoke_agent support' },
        message:
          'span `execute_tool search` lacks attribute `gen_ai.conversation.id`, which every span below `invoke_agent support` carries by contract',
        help: 'copy `gen_ai.conversation.id` from the context when the span starts, for example from baggage',
      },
    ],
  },
  {
    name: 'spans above and beside the carrier owe nothing',
    contract,
    spans: [
      { name: 'POST /chat', kind: 'server', end: 100 },
      { ...agent, parent: 'POST /chat' },
      { name: 'log', parent: 'POST /chat' },
      { name: 'chat', parent: agent.name, attributes: key },
    ],
    expect: [],
  },
  {
    name: 'below the spans of a clause, whether or not they have the key',
    contract: `
      spans: { answer: { name: invoke_agent support } }
      trace: { carry: { from: answer, attributes: [app.tenant, gen_ai.conversation.id] } }
    `,
    spans: [agent, { name: 'chat', parent: agent.name, attributes: key }],
    expect: [{ span: 'chat', data: { attribute: 'app.tenant', from: 'invoke_agent support' } }],
  },
  {
    name: 'dropped attributes leave it open',
    contract,
    spans: [agent, { name: 'chat', parent: agent.name, dropped: { attributes: 2 } }],
    expect: [
      {
        verdict: 'inconclusive',
        message:
          'whether span `chat` carries `gen_ai.conversation.id` of span `invoke_agent support` is undecided: the span dropped attributes',
        help: 'raise `OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT` so that the span keeps all its attributes',
      },
    ],
  },
  { name: 'nobody has the key', contract, spans: [{ name: 'a' }, { name: 'b', parent: 'a' }], expect: [] },
])
