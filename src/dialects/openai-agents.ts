import type { SpanFacts, ToolRequest, Usage } from '../model/span-facts.ts'
import type { Span } from '../model/span.ts'
import type { Value, ValueMap } from '../model/value.ts'
import { defineDialect, type SpanClass } from './dialect.ts'
import { finishReasonOf } from './finish-reason.ts'
import { asMap, countIn, jsonOf, mapOf } from './json-value.ts'
import { textOf } from './keys.ts'
import { mapsIn, textIn } from './messages/message-shape.ts'
import { answersIn, requestsIn } from './messages/read-messages.ts'
import { withCacheInInput } from './usage.ts'

const data = 'openai_agents.span_data'

const kinds: ReadonlyMap<string, SpanClass['kind']> = new Map([
  ['agent', 'agent'],
  ['generation', 'model'],
  ['response', 'model'],
  ['function', 'tool'],
  ['handoff', 'handoff'],
  ['guardrail', 'other'],
  ['transcription', 'other'],
  ['speech', 'other'],
  ['speech_group', 'group'],
  ['task', 'group'],
  ['turn', 'group'],
])

function classify(span: Span): SpanClass | undefined {
  const type = textOf(span, 'openai_agents.span.type') ?? ''
  const kind = type === 'custom' && isOfSdk(span) ? 'group' : kinds.get(type)
  if (kind === undefined) return undefined
  return { kind, name: textOf(span, kind === 'handoff' ? `${data}.to_agent` : 'openai_agents.span.name') }
}

/** The SDK writes its own spans around turns and tasks as custom ones, like those of its users. */
function isOfSdk(span: Span): boolean {
  const type = mapOf(span, `${data}.data`)?.['sdk_span_type']
  return type === 'task' || type === 'turn'
}

/** The output of a generation is a list of messages, or of responses of the Chat Completions API with choices in them. */
function outputOf(span: Span): readonly ValueMap[] | null {
  const output = jsonOf(span, `${data}.output`)
  return Array.isArray(output) ? mapsIn(output) : null
}

function requests(span: Span): readonly ToolRequest[] | null {
  return outputOf(span)?.flatMap((entry) => requestsIn(entry) ?? []) ?? null
}

function refine(span: Span, { kind, finishReason, responseModel }: SpanFacts): Partial<SpanFacts> {
  const usage = usageOf(mapOf(span, `${data}.usage`) ?? asMap(mapOf(span, `${data}.data`)?.['usage']))
  if (kind !== 'model') return { usage }
  const [response] = outputOf(span) ?? []
  const [choice] = mapsIn(response?.['choices'])
  return {
    usage,
    responseModel: responseModel ?? textIn(response?.['model']),
    finishReason: finishReason ?? finishReasonOf(choice?.['finish_reason']),
  }
}

/** Exporters move what is neither input nor output under `details`. */
function usageOf(usage: ValueMap | undefined): Usage | null {
  if (usage === undefined) return null
  const details = asMap(usage['details'])
  const count = (keys: readonly string[], part: string, name: string): number | null =>
    countIn(usage, keys) ?? countIn(details, keys) ?? countIn(asMap(usage[part] ?? details?.[part]), [name])
  const found: Usage = {
    input: countIn(usage, ['input_tokens', 'prompt_tokens']),
    output: countIn(usage, ['output_tokens', 'completion_tokens']),
    cachedInput: count(['cached_input_tokens'], 'input_tokens_details', 'cached_tokens'),
    cacheWrite: count(['cache_write_input_tokens'], 'input_tokens_details', 'cache_write_tokens'),
    reasoning: count(['reasoning_tokens'], 'output_tokens_details', 'reasoning_tokens'),
  }
  return Object.values(found).every((tokens: Value) => tokens === null) ? null : withCacheInInput(found)
}

export const openaiAgents = defineDialect({
  id: 'openai-agents',
  title: 'OpenAI Agents SDK',
  source: 'span data of openai-agents for Python and @openai/agents 0.20',
  recognises: (span) => span.attributes.has('openai_agents.span.type'),
  classify,
  keys: {
    agent: [`${data}.from_agent`],
    conversation: ['openai_agents.trace.group_id'],
    requestModel: [`${data}.model`],
    responseId: [`${data}.response_id`],
    handoffTo: [`${data}.to_agent`],
    args: [{ key: `${data}.input`, form: 'json' }],
    result: [{ key: `${data}.output`, form: 'either' }],
  },
  requests,
  answers: (span) => answersIn(span.attributes.get(`${data}.input`)),
  refine,
})
