import type { ToolRequest } from '../model/span-facts.ts'
import type { Span } from '../model/span.ts'
import type { ValueMap } from '../model/value.ts'
import { defineDialect, type SpanClass } from './dialect.ts'
import { genaiKeys } from './genai-keys.ts'
import { asMap, jsonOf } from './json-value.ts'
import { hasAnyKey, operationOf } from './keys.ts'
import { mapsIn } from './messages/message-shape.ts'
import { answersIn, requestsIn } from './messages/read-messages.ts'
import { classifyByOperation } from './operations.ts'

const markers = [
  'pydantic_ai.all_messages',
  'all_messages_events',
  'model_request_parameters',
  'gen_ai.agent.call.id',
  'gen_ai.aggregated_usage.input_tokens',
]

const scope = 'pydantic-ai'

/** Keys with names so plain that the scope has to confirm them. */
const plainMarkers = ['agent_name', 'tool_arguments', 'tool_response', 'tools', 'gen_ai.tool.name']

function classify(span: Span): SpanClass | undefined {
  if (operationOf(span) !== undefined) return classifyByOperation(span)
  if (/^running \d+ tools?$/.test(span.name)) return { kind: 'group', name: null }
  if (hasAnyKey(span, ['tool_arguments', 'tool_response', 'gen_ai.tool.name'])) return { kind: 'tool', name: null }
  return hasAnyKey(span, ['agent_name', 'pydantic_ai.all_messages', 'all_messages_events'])
    ? { kind: 'agent', name: null }
    : undefined
}

/** Versions 1 of the instrumentation write the events of a call as one list under `events`. */
function eventsOf(span: Span): readonly ValueMap[] | null {
  const events = jsonOf(span, 'events')
  return Array.isArray(events) ? mapsIn(events) : null
}

function requests(span: Span): readonly ToolRequest[] | null {
  const choices = eventsOf(span)?.filter((event) => event['event.name'] === 'gen_ai.choice') ?? []
  const messages = choices.flatMap((choice) => asMap(choice['message']) ?? [])
  return messages.length === 0 ? null : requestsIn(messages)
}

function answers(span: Span): readonly string[] | null {
  const events = eventsOf(span)
  if (events === null) return null
  const results = events.filter((event) => event['event.name'] === 'gen_ai.tool.message')
  return answersIn(results.map(({ id }) => ({ tool_call_id: id ?? null })))
}

export const pydanticAi = defineDialect({
  id: 'pydantic-ai',
  title: 'Pydantic AI',
  source: 'pydantic-ai instrumentation, versions 1 to 4',
  decorates: true,
  recognises: (span) => hasAnyKey(span, markers) || (span.scope.name === scope && hasAnyKey(span, plainMarkers)),
  classify,
  keys: {
    agent: ['gen_ai.agent.name', 'agent_name'],
    requestModel: ['gen_ai.request.model', 'model_name'],
    args: [...genaiKeys.args, { key: 'tool_arguments', form: 'json' }],
    // `logfire.json_schema` says object of any result, text as well.
    result: [...genaiKeys.result, { key: 'tool_response', form: 'either' }],
    input: ['gen_ai.aggregated_usage.input_tokens', ...genaiKeys.input],
    output: ['gen_ai.aggregated_usage.output_tokens', ...genaiKeys.output],
    cachedInput: [
      ...genaiKeys.cachedInput,
      'gen_ai.aggregated_usage.cache_read.input_tokens',
      'gen_ai.usage.details.cache_read_tokens',
      'gen_ai.usage.details.cache_read_input_tokens',
      'gen_ai.usage.details.cached_tokens',
    ],
    cacheWrite: [
      ...genaiKeys.cacheWrite,
      'gen_ai.aggregated_usage.cache_creation.input_tokens',
      'gen_ai.usage.details.cache_write_tokens',
      'gen_ai.usage.details.cache_creation_input_tokens',
    ],
    reasoning: [...genaiKeys.reasoning, 'gen_ai.usage.details.reasoning_tokens'],
    costUsd: ['operation.cost'],
  },
  requests,
  answers,
})
