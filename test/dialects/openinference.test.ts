import { expect, test } from 'vitest'

import { factsOf } from '../../src/dialects/index.ts'
import { openinference } from '../../src/dialects/openinference.ts'
import { facts, withoutKeys } from '../support/facts.ts'
import { span, type SpanSketch } from '../support/span.ts'

test.each<[string, boolean, Omit<SpanSketch, 'name'>]>([
  ['its kind', true, { attributes: { 'openinference.span.kind': 'LLM' } }],
  [
    'its kind beside gen_ai keys',
    true,
    { attributes: { 'openinference.span.kind': 'LLM', 'gen_ai.system': 'openai' } },
  ],
  ['llm keys alone', true, { attributes: { 'llm.model_name': 'gpt-5' } }],
  ['llm keys beside gen_ai keys', false, { attributes: { 'llm.model_name': 'gpt-5', 'gen_ai.system': 'openai' } }],
  ['nothing', false, {}],
])('%s', (_what, recognised, sketch) => {
  expect(openinference.recognises(span({ name: 'x', ...sketch }))).toBe(recognised)
})

// evilmartians/agent-prism, packages/demo-app/src/data/smol_deep_research_agent.json
const search = {
  'llm.provider': 'openai',
  'llm.system': 'openai',
  'llm.invocation_parameters': '{"model": "o1", "max_completion_tokens": 8192, "reasoning_effort": "high"}',
  'llm.input_messages.0.message.role': 'user',
  'llm.input_messages.0.message.contents.0.message_content.text': 'Facts survey',
  'llm.model_name': 'o1-2024-12-17',
  'llm.token_count.total': 5737,
  'llm.token_count.prompt': 3841,
  'llm.token_count.completion': 1896,
  'llm.token_count.prompt_details.cache_read': 2816,
  'llm.token_count.completion_details.reasoning': 1024,
  'llm.output_messages.0.message.role': 'assistant',
  'llm.output_messages.0.message.tool_calls.0.tool_call.id': 'call_TzKWLXOFTa6np870KErcqInF',
  'llm.output_messages.0.message.tool_calls.0.tool_call.function.name': 'web_search',
  'llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments':
    '{"query":"AI 2025 forecasts from Gartner, IDC, Deloitte, McKinsey"}',
  'openinference.span.kind': 'LLM',
}

test('a model call with indexed messages', () => {
  expect(withoutKeys(factsOf(span({ name: 'ChatCompletion', status: 'ok', attributes: search })))).toEqual(
    facts({
      dialect: 'openinference',
      kind: 'model',
      name: 'o1',
      status: 'ok',
      provider: 'openai',
      requestModel: 'o1',
      responseModel: 'o1-2024-12-17',
      usage: { input: 3841, output: 1896, cachedInput: 2816, cacheWrite: null, reasoning: 1024 },
      requests: [
        {
          callId: 'call_TzKWLXOFTa6np870KErcqInF',
          name: 'web_search',
          args: { value: { query: 'AI 2025 forecasts from Gartner, IDC, Deloitte, McKinsey' } },
        },
      ],
      answers: [],
    }),
  )
})

test('the model of a streamed call is the one asked for', () => {
  const found = factsOf(
    span({
      name: 'OpenAI Chat Completions',
      attributes: {
        'openinference.span.kind': 'LLM',
        'llm.model_name': 'gpt-4o',
        'llm.invocation_parameters': '{"stream":true}',
      },
    }),
  )
  expect([found?.requestModel, found?.responseModel]).toEqual(['gpt-4o', null])
})

test('the first token of a stream is an event', () => {
  const at = (ms: number): unknown =>
    factsOf(
      span({
        name: 'ChatCompletion',
        start: 100,
        end: 900,
        attributes: { 'openinference.span.kind': 'LLM' },
        events: [{ name: 'First Token Stream Event', at: ms }],
      }),
    )?.timeToFirstTokenNano
  expect(at(350)).toBe(250_000_000)
  expect(at(50)).toBe(null)
})

test('`stop` on an output that only asks for a tool', () => {
  const found = factsOf(span({ name: 'turn', attributes: { ...search, 'llm.finish_reason': 'stop' } }))
  expect(found?.finishReason).toBe('tool_call')
  expect(
    factsOf(span({ name: 'x', attributes: { 'openinference.span.kind': 'LLM', 'llm.finish_reason': 'stop' } }))
      ?.finishReason,
  ).toBe('stop')
})

// strands-agents/evals, tests/strands_evals/mappers/fixtures/smolagents_live_spans.json
test('a tool named after its class, its parameters a schema', () => {
  const found = factsOf(
    span({
      name: 'DuckDuckGoSearchTool',
      status: 'ok',
      attributes: {
        'input.value': '{"args": [], "sanitize_inputs_outputs": false, "kwargs": {"query": "population of Tokyo"}}',
        'tool.name': 'web_search',
        'tool.parameters': '{"query": {"type": "string", "description": "The search query to perform."}}',
        'output.value': '## Search Results',
        'output.mime_type': 'text/plain',
        'openinference.span.kind': 'TOOL',
      },
    }),
  )
  expect(withoutKeys(found)).toEqual(
    facts({
      dialect: 'openinference',
      kind: 'tool',
      name: 'web_search',
      args: { value: { query: 'population of Tokyo' } },
      result: { value: '## Search Results' },
      status: 'ok',
    }),
  )
})

test('a tool with nothing but a schema has no arguments', () => {
  const attributes = { 'openinference.span.kind': 'TOOL', 'tool.parameters': '{"query": {"type": "string"}}' }
  expect(withoutKeys(factsOf(span({ name: 'search', attributes })))).toEqual(
    facts({ dialect: 'openinference', kind: 'tool', name: 'search' }),
  )
})

test('the function that hands in the answer', () => {
  const attributes = { 'openinference.span.kind': 'TOOL', 'tool.name': 'final_answer' }
  expect(factsOf(span({ name: 'FinalAnswerTool', attributes }))?.isOutput).toBe(true)
})

// strands-agents/evals, tests/strands_evals/mappers/fixtures/claude_adot_spans.json
test('cache that the input leaves out, and the gaps that GenAI keys fill', () => {
  const found = factsOf(
    span({
      name: 'ClaudeAgentSDK.query',
      status: 'ok',
      attributes: {
        'openinference.span.kind': 'AGENT',
        'llm.token_count.prompt_details.cache_write': 2861,
        'llm.token_count.prompt_details.cache_read': 29447,
        'llm.token_count.prompt': 4,
        'llm.token_count.completion': 767,
        'llm.token_count.total': 771,
        'llm.model_name': 'us.anthropic.claude-sonnet-4-6',
        'llm.system': 'anthropic',
        'llm.cost.total': 0.0712653,
        'gen_ai.provider.name': 'anthropic',
        'gen_ai.request.model': 'us.anthropic.claude-sonnet-4-6',
        'gen_ai.usage.input_tokens': 4,
        'gen_ai.usage.output_tokens': 767,
        'session.id': 'e457cade-6652-42ad-b879-182dde7124c5',
      },
    }),
  )
  expect(withoutKeys(found)).toEqual(
    facts({
      dialect: 'openinference',
      kind: 'agent',
      name: null,
      conversation: 'e457cade-6652-42ad-b879-182dde7124c5',
      status: 'ok',
      provider: 'anthropic',
      requestModel: 'us.anthropic.claude-sonnet-4-6',
      responseModel: 'us.anthropic.claude-sonnet-4-6',
      usage: { input: 32312, output: 767, cachedInput: 29447, cacheWrite: 2861, reasoning: null },
      costUsd: 0.0712653,
    }),
  )
})

test.each([
  ['CHAIN', 'group'],
  ['RETRIEVER', 'retrieval'],
  ['RERANKER', 'retrieval'],
  ['EMBEDDING', 'other'],
  ['GUARDRAIL', 'other'],
  ['EVALUATOR', 'other'],
  ['PROMPT', undefined],
  ['UNKNOWN', undefined],
])('kind %s', (word, kind) => {
  expect(factsOf(span({ name: 'x', attributes: { 'openinference.span.kind': word } }))?.kind).toBe(kind)
})

test('an agent by its node of the graph', () => {
  const attributes = { 'openinference.span.kind': 'AGENT', 'graph.node.id': 'triage' }
  expect(factsOf(span({ name: 'agent', attributes }))?.name).toBe('triage')
})

test.each([
  ['CodeAgent.run', null],
  ['research_team', 'research_team'],
  ['Dr. No', 'Dr. No'],
])('an agent that only its span names: %s', (name, expected) => {
  const found = factsOf(span({ name, attributes: { 'openinference.span.kind': 'AGENT' } }))
  expect([found?.kind, found?.name]).toEqual(['agent', expected])
})

test('the trace of the OpenAI Agents SDK is a workflow, though of kind AGENT', () => {
  const scope = { name: 'openinference.instrumentation.openai_agents' }
  const trace = { 'openinference.span.kind': 'AGENT' }
  const kinds = [trace, { ...trace, 'graph.node.id': 'triage' }].map((attributes) => {
    const found = factsOf(span({ name: 'Agent workflow', scope, attributes }))
    return [found?.kind, found?.name]
  })
  expect(kinds).toEqual([
    ['workflow', 'Agent workflow'],
    ['agent', 'triage'],
  ])
})

test('a handoff of the Agents SDK is a TOOL, but no tool', () => {
  const found = (scope: string): unknown => {
    const attributes = { 'openinference.span.kind': 'TOOL' }
    const { kind, name, handoffTo } = factsOf(
      span({ name: 'handoff to Refund Agent', attributes, scope: { name: scope } }),
    )!
    return [kind, name, handoffTo]
  }
  expect(found('openinference.instrumentation.openai_agents')).toEqual(['handoff', 'Refund Agent', 'Refund Agent'])
  expect(found('my.app')).toEqual(['tool', 'handoff to Refund Agent', null])
})
