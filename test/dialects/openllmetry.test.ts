import { expect, test } from 'vitest'

import { factsOf } from '../../src/dialects/index.ts'
import { openllmetry } from '../../src/dialects/openllmetry.ts'
import { facts, withoutKeys } from '../support/facts.ts'
import { span, type SpanSketch } from '../support/span.ts'

test.each<[string, boolean, Omit<SpanSketch, 'name'>]>([
  ['a workflow', true, { attributes: { 'traceloop.span.kind': 'workflow' } }],
  ['an entity', true, { attributes: { 'traceloop.entity.input': '{}' } }],
  ['association properties decorate any span', false, { attributes: { 'traceloop.association.properties.user': 'u' } }],
  ['nothing', false, {}],
])('%s', (_what, recognised, sketch) => {
  expect(openllmetry.recognises(span({ name: 'x', ...sketch }))).toBe(recognised)
})

// strands-agents/evals, tests/strands_evals/mappers/fixtures/openai_agents_genai_live_spans.json
test('a tool without call id', () => {
  const found = factsOf(
    span({
      name: 'lookup_stock_price.tool',
      status: 'ok',
      attributes: {
        'traceloop.span.kind': 'tool',
        'gen_ai.tool.name': 'lookup_stock_price',
        'gen_ai.tool.type': 'function',
        'gen_ai.provider.name': 'openai',
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.call.arguments': '{"ticker":"AMZN"}',
        'gen_ai.tool.call.result': 'AMZN: $240.98',
      },
    }),
  )
  expect(withoutKeys(found)).toEqual(
    facts({
      dialect: 'openllmetry',
      kind: 'tool',
      name: 'lookup_stock_price',
      args: { value: { ticker: 'AMZN' } },
      result: { value: 'AMZN: $240.98' },
      status: 'ok',
      provider: 'openai',
    }),
  )
})

test('an agent', () => {
  const found = factsOf(
    span({
      name: 'research_specialist.agent',
      attributes: {
        'traceloop.span.kind': 'agent',
        'gen_ai.agent.name': 'research_specialist',
        'gen_ai.provider.name': 'openai',
        'gen_ai.operation.name': 'invoke_agent',
      },
    }),
  )
  expect(withoutKeys(found)).toEqual(
    facts({
      dialect: 'openllmetry',
      kind: 'agent',
      name: 'research_specialist',
      agent: 'research_specialist',
      provider: 'openai',
    }),
  )
})

test.each([
  ['workflow', 'workflow'],
  ['task', 'group'],
])('a %s and its name', (word, kind) => {
  const attributes = { 'traceloop.span.kind': word, 'traceloop.entity.name': 'booking' }
  expect(withoutKeys(factsOf(span({ name: 'x', attributes })))).toEqual(
    facts({ dialect: 'openllmetry', kind: kind as 'workflow' | 'group', name: 'booking' }),
  )
})

test.each([
  ['a decorated function', '{"args": [], "kwargs": {"city": "Rome"}}', { city: 'Rome' }],
  ['a function called by position stays as it is', '{"args": ["Rome"], "kwargs": {}}', { args: ['Rome'], kwargs: {} }],
  [
    'a LangChain tool',
    '{"input_str": "{\'city\': \'Rome\'}", "tags": [], "inputs": {"city": "Rome"}, "kwargs": {}}',
    { city: 'Rome' },
  ],
  ['a LangChain tool with JSON text', '{"input_str": "{\\"city\\":\\"Rome\\"}", "tags": []}', { city: 'Rome' }],
  ['text', 'Rome', 'Rome'],
])('the input of %s', (_what, input, value) => {
  const attributes = {
    'traceloop.span.kind': 'tool',
    'traceloop.entity.name': 'get_weather',
    'traceloop.entity.input': input,
  }
  expect(factsOf(span({ name: 'x', attributes }))).toMatchObject({ name: 'get_weather', args: { value } })
})

test('an output that lost its tool calls asks for unknown ones', () => {
  const attributes = {
    'traceloop.entity.name': 'ChatOpenAI',
    'gen_ai.operation.name': 'chat',
    'gen_ai.response.finish_reasons': ['tool_call'],
    'gen_ai.output.messages': '[{"role":"assistant","parts":[{"type":"text","content":""}]}]',
  }
  expect(factsOf(span({ name: 'chat', attributes }))?.requests).toBe(null)
})

test('an agent that only the span name tells', () => {
  const attributes = { 'traceloop.span.kind': 'agent', 'gen_ai.request.model': 'gpt-5' }
  expect(factsOf(span({ name: 'Senior Researcher.agent', attributes }))?.name).toBe('Senior Researcher')
  expect(factsOf(span({ name: 'kickoff', attributes }))?.name).toBe(null)
})

test('a handoff', () => {
  const attributes = {
    'traceloop.span.kind': 'handoff',
    'gen_ai.operation.name': 'handoff',
    'gen_ai.provider.name': 'openai',
    'gen_ai.agent.name': 'Triage',
    'gen_ai.handoff.from_agent': 'Triage',
    'gen_ai.handoff.to_agent': 'Billing',
  }
  expect(withoutKeys(factsOf(span({ name: 'Triage → Billing.handoff', attributes })))).toEqual(
    facts({
      dialect: 'openllmetry',
      kind: 'handoff',
      name: 'Billing',
      agent: 'Triage',
      handoffTo: 'Billing',
      provider: 'openai',
    }),
  )
})

test('a model call of CrewAI, which has no marker', () => {
  const found = (name: string, scope: string): string | undefined =>
    factsOf(span({ name, attributes: { 'gen_ai.request.model': 'gpt-5' }, scope: { name: scope } }))?.kind
  expect(found('gpt-5.llm', 'opentelemetry.instrumentation.crewai')).toBe('model')
  expect(found('crewai.workflow', 'opentelemetry.instrumentation.crewai')).toBe(undefined)
  expect(found('gpt-5.llm', 'my.app')).toBe(undefined)
})

test('what goes over MCP: the arguments without the name of the tool around them', () => {
  const found = (scope: string): unknown => {
    const attributes = {
      'traceloop.span.kind': 'tool',
      'traceloop.entity.name': 'refund',
      'traceloop.entity.input': '{"tool_name": "refund", "arguments": {"id": 1}}',
    }
    const { args, isTransport } = factsOf(span({ name: 'refund.tool', attributes, scope: { name: scope } }))!
    return [args, isTransport]
  }
  expect(found('opentelemetry.instrumentation.mcp')).toEqual([{ value: { id: 1 } }, true])
  expect(found('my.app')).toEqual([{ value: { tool_name: 'refund', arguments: { id: 1 } } }, undefined])
})
