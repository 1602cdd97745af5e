import fc from 'fast-check'
import { expect, test } from 'vitest'

import { dialects, factsOf, wireCallOf } from '../../src/dialects/index.ts'
import { span } from '../support/span.ts'

/** Keys that some dialect reads, and the shapes of keys that are read by pattern. */
const readKeys = [
  ...new Set(
    dialects.flatMap(({ keys }) =>
      Object.values(keys)
        .flat()
        .map((entry) => (typeof entry === 'string' ? entry : entry.key)),
    ),
  ),
  'anthropic.request.id',
  'any_agent.version',
  'crew_key',
  'events',
  'gcp.vertex.agent.llm_request',
  'gcp.vertex.agent.llm_response',
  'gen_ai.output',
  'input.value',
  'langfuse.observation.cost_details',
  'langfuse.observation.type',
  'langfuse.observation.usage_details',
  'langsmith.run.first_token_time',
  'langsmith.span.kind',
  'mastra.model_generation.output',
  'mastra.span.type',
  'metadata',
  'model_request_parameters',
  'openai_agents.span.type',
  'openai_agents.span_data.data',
  'openai_agents.span_data.usage',
  'ai.operationId',
  'ai.prompt.messages',
  'ai.response.toolCalls',
  'gen_ai.completion',
  'gen_ai.completion.0.tool_calls.0.name',
  'gen_ai.input.messages',
  'gen_ai.operation.name',
  'gen_ai.output.messages',
  'gen_ai.prompt.0.tool_call_id',
  'llm.invocation_parameters',
  'llm.output_messages.0.message.tool_calls.0.tool_call.function.name',
  'mcp.method.name',
  'openinference.span.kind',
  'traceloop.span.kind',
  '__proto__',
]

const words = [
  'call_llm',
  'generation',
  'model_generation',
  'custom',
  'chat',
  'execute_tool',
  'invoke_agent',
  'LLM',
  'TOOL',
  'tool',
  'ai.toolCall',
  'tools/call',
  '__proto__',
]

/** What a producer may write anywhere: right words, JSON of any shape as value and as text, and everything else. */
const value = fc.oneof(
  fc.constantFrom(...words),
  fc.jsonValue(),
  fc.json(),
  fc.bigInt(),
  fc.uint8Array(),
  fc.double(),
  fc.json().map((text) => text.slice(0, -1)),
)

const attributes = fc.dictionary(fc.constantFrom(...readKeys), value, { maxKeys: 12 })
const events = fc.array(
  fc.record({
    name: fc.constantFrom(
      'gen_ai.choice',
      'gen_ai.tool.message',
      'exception',
      'gen_ai.client.inference.operation.details',
    ),
    attributes: fc.dictionary(
      fc.constantFrom('message', 'id', 'content', 'tool_calls', 'gen_ai.output.messages'),
      value,
    ),
  }),
  { maxLength: 3 },
)

test('no span makes it throw, and numbers are never invented', () => {
  fc.assert(
    fc.property(attributes, events, fc.string(), (given, happened, name) => {
      const one = span({ name: name === '' ? 'x' : name, attributes: given, events: happened })
      const found = factsOf({ ...one, source: { ...one.source, isStringly: true } })
      wireCallOf(one)
      if (found === undefined) return
      const numbers = [...Object.values(found.usage ?? {}), found.costUsd, found.timeToFirstTokenNano, found.tries]
      for (const number of numbers) expect(number === null || (Number.isFinite(number) && number >= 0)).toBe(true)
      expect(found.name === null || typeof found.name === 'string').toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test('many calls, in keys and in messages, are all read', () => {
  const indexed = (count: number): Record<string, string> =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `llm.output_messages.0.message.tool_calls.${index}.tool_call.function.name`,
        'book',
      ]),
    )
  const calls = (count: number): string =>
    JSON.stringify([
      {
        parts: Array.from({ length: count }, (_, id) => ({
          type: 'tool_call',
          id: `${id}`,
          name: 'book',
          arguments: {},
        })),
      },
    ])
  const many = factsOf(span({ name: 'x', attributes: { 'openinference.span.kind': 'LLM', ...indexed(9000) } }))
  expect(many?.requests?.length).toBe(9000)
  const text = { 'gen_ai.operation.name': 'chat', 'gen_ai.output.messages': calls(200_000) }
  expect(factsOf(span({ name: 'x', attributes: text }))?.requests?.length).toBe(200_000)
})

test('long texts of one character are read in linear time', () => {
  for (const character of ['[', '{', '"', '\\', ' ', '.', '_', 'mcp__', '.do', '?']) {
    const long = character.repeat(1_000_000)
    const found = factsOf(
      span({
        name: long,
        attributes: {
          'gen_ai.operation.name': 'execute_tool',
          'gen_ai.tool.call.arguments': long,
          'gen_ai.response.finish_reasons': long,
          'ai.operationId': long,
          'mcp.method.name': long,
        },
      }),
    )
    expect(found?.kind).toBe('tool')
  }
})
