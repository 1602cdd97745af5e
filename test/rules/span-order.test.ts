import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { checkSpans, contractOf } from '../support/check-spans.ts'
import { span, type SpanSketch } from '../support/span.ts'

const contract = `
  spans:
    planner: { name: invoke_agent planner, count: { max: 0 }, links: { to: tool } }
    tool: { name: /^execute_tool/, parent: planner, ancestor: planner, count: { min: 2, max: 3, per: parent } }
    chat: { name: chat, parent: tool, count: 1 }
  trace:
    roots: 1
    orphans: 0
    connected: true
    clockSkew: 1ms
    clockDomains: { by: app.clock, authoritative: none }
    coverage: { of: planner, min: 0.99 }
    maxSpans: 2
    maxBytes: 10
    duplicates: forbid
    vocabularies: 1
    siblings: [app.attempt]
    carry: [app.tenant, app.clock]
    handoffs: matched
    boundaries: [messaging, mcp, agent]
    childCount: { of: planner, attribute: app.calls, children: chat }
    genericNames: forbid
    dropped: forbid
    unknownSpans: warning
`
const agent = { 'gen_ai.operation.name': 'invoke_agent', 'spanpact.run.id': 'r' }
const sketches: SpanSketch[] = [
  {
    name: 'invoke_agent planner',
    id: 'a',
    end: 100,
    attributes: { ...agent, 'app.clock': 1, 'app.tenant': 't', 'app.calls': 9 },
  },
  ...['b', 'c', 'd'].map((id) => ({
    name: 'execute_tool x',
    id,
    parent: 'a',
    attributes: {
      'app.attempt': 1,
      'app.clock': 2,
      'gen_ai.provider.name': 'p',
      'gen_ai.operation.name': 'execute_tool',
    },
  })),
  { name: 'chat', id: 'e', parent: 'b', start: -50, attributes: { 'gen_ai.system': 's' } },
  { name: 'chat', id: 'e', parent: 'b', start: -50, status: 'error', attributes: { 'gen_ai.system': 's' } },
  { name: 'chat', id: 'f', parent: 'lost', dropped: { attributes: 1 } },
  { name: 'send', id: 'g', kind: 'producer', parent: 'a', links: [{ to: 'b' }, { to: 'f' }] },
  { name: 'invoke_agent remote', id: 'h', trace: 't2', attributes: agent, links: [{ to: 'nowhere', trace: 't3' }] },
  {
    name: 'tool.call',
    id: 'i',
    trace: 't2',
    parent: 'h',
    kind: 'client',
    attributes: { 'mcp.method.name': 'tools/call' },
  },
]

test('no finding depends on the order of spans in the recording', async () => {
  const contracts = [await contractOf(contract)]
  const spans = sketches.map((sketch) => span(sketch))
  const expected = checkSpans(spans, contracts)
  expect(new Set(expected.findings.map(({ id }) => id)).size).toBeGreaterThan(18)
  fc.assert(
    fc.property(fc.shuffledSubarray(spans, { minLength: spans.length }), (shuffled) => {
      expect(checkSpans(shuffled, contracts)).toEqual(expected)
    }),
    { numRuns: 40 },
  )
})
