import type { SpanFacts, ToolRequest, Usage } from '../model/span-facts.ts'
import type { Span } from '../model/span.ts'
import type { ValueMap } from '../model/value.ts'
import { defineDialect, type SpanClass } from './dialect.ts'
import { nanosUntil } from './first-token.ts'
import { countIn, jsonOf, mapOf } from './json-value.ts'
import { hasAnyKey, textOf } from './keys.ts'
import { langchainMessages } from './messages/langchain.ts'
import { answersIn, requestsIn } from './messages/read-messages.ts'

const usageKey = 'langfuse.observation.usage_details'

const markers = [
  'langfuse.observation.type',
  'langfuse.observation.input',
  'langfuse.observation.output',
  usageKey,
  'langfuse.observation.cost_details',
  'langfuse.observation.model.name',
  'langfuse.observation.completion_start_time',
]

/** Spans and events are whatever their author meant. */
const kinds: ReadonlyMap<string, SpanClass['kind']> = new Map([
  ['generation', 'model'],
  ['agent', 'agent'],
  ['tool', 'tool'],
  ['retriever', 'retrieval'],
  ['chain', 'group'],
  ['embedding', 'other'],
  ['evaluator', 'other'],
  ['guardrail', 'other'],
])

function classify(span: Span): SpanClass | undefined {
  const type = textOf(span, 'langfuse.observation.type') ?? ''
  const kind = kinds.get(type)
  if (kind === undefined) return undefined
  if (kind === 'model' || kind === 'group') return { kind, name: null }
  return { kind, name: kind === 'other' ? type : span.name }
}

function requests(span: Span): readonly ToolRequest[] | null {
  const output = jsonOf(span, 'langfuse.observation.output')
  return requestsIn(langchainMessages(output) ?? output)
}

/** Attributes of the instrumentation come before what Langfuse has of its own, which may be its estimate. */
function refine(span: Span, facts: SpanFacts): Partial<SpanFacts> {
  const usage = facts.usage === null ? usageOf(mapOf(span, usageKey)) : null
  const isFailed = textOf(span, 'langfuse.observation.level') === 'ERROR' && facts.status !== 'cancelled'
  return {
    ...(usage !== null && {
      usage,
      isUsageEstimated: span.attributes.get('spanpact.usage.estimated') === true,
      keys: { ...facts.keys, input: usageKey, output: usageKey },
    }),
    ...(isFailed && { status: 'error' }),
    ...(facts.kind === 'model' && {
      timeToFirstTokenNano:
        facts.timeToFirstTokenNano ?? nanosUntil(span, 'langfuse.observation.completion_start_time'),
    }),
    costUsd: facts.costUsd ?? costOf(span),
  }
}

/** Parts named `input_…` and `output_…` stand beside `input` and `output`, and are not in them. */
function usageOf(details: ValueMap | undefined): Usage | null {
  if (details === undefined) return null
  const usage = {
    input: sumOf(details, 'input'),
    output: sumOf(details, 'output'),
    cachedInput: countIn(details, [
      'input_cached_tokens',
      'input_cache_read',
      'cache_read_input_tokens',
      'prompt_details.cache_read',
    ]),
    cacheWrite: countIn(details, ['input_cache_creation', 'cache_creation_input_tokens']),
    reasoning: countIn(details, ['output_reasoning_tokens', 'output_reasoning', 'completion_details.reasoning']),
  }
  return Object.values(usage).every((tokens) => tokens === null) ? null : usage
}

/** 0 is what it stores where it knows nothing. */
function sumOf(details: ValueMap, side: 'input' | 'output'): number | null {
  const whole = countIn(details, [side])
  if (whole === null) return null
  const parts = Object.keys(details).filter((key) => key.startsWith(`${side}_`))
  return parts.reduce((sum, key) => sum + (countIn(details, [key]) ?? 0), whole) || null
}

/** A cost that Langfuse worked out by itself is no fact of the run. */
function costOf(span: Span): number | null {
  const total = mapOf(span, 'langfuse.observation.cost_details')?.['total']
  if (span.attributes.get('spanpact.cost.estimated') === true) return null
  return typeof total === 'number' && total >= 0 ? total : null
}

export const langfuse = defineDialect({
  id: 'langfuse',
  title: 'Langfuse',
  source: 'Langfuse SDK 3 and its OpenTelemetry endpoint, langfuse.*',
  decorates: true,
  recognises: (span) => hasAnyKey(span, markers),
  classify,
  keys: {
    conversation: ['langfuse.session.id', 'session.id'],
    responseModel: ['langfuse.observation.model.name'],
    args: [{ key: 'langfuse.observation.input', form: 'either' }],
    result: [{ key: 'langfuse.observation.output', form: 'either' }],
  },
  requests,
  answers: (span) => answersIn(span.attributes.get('langfuse.observation.input')),
  refine,
})
