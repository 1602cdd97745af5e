import type { Content, SpanFacts, ToolRequest, Usage } from '../model/span-facts.ts'
import type { Span } from '../model/span.ts'
import type { ValueMap } from '../model/value.ts'
import { contentOf } from './content.ts'
import { defineDialect, type SpanClass } from './dialect.ts'
import { finishReasonOf } from './finish-reason.ts'
import { nanosUntil } from './first-token.ts'
import { asMap, countIn, jsonOf, mapOf } from './json-value.ts'
import { hasAnyKey, textOf } from './keys.ts'
import { langchainMessages } from './messages/langchain.ts'
import { answersIn, requestsIn } from './messages/read-messages.ts'
import { readToolMessage } from './tool-message.ts'
import { withCacheInInput } from './usage.ts'

const kinds: ReadonlyMap<string, SpanClass['kind']> = new Map([
  ['llm', 'model'],
  ['tool', 'tool'],
  ['retriever', 'retrieval'],
  ['chain', 'group'],
  ['parser', 'group'],
  ['prompt', 'group'],
  ['embedding', 'other'],
])

/** Its exporter calls retrievers `embeddings` in `gen_ai.operation.name`: its own word is the right one. */
function classify(span: Span): SpanClass | undefined {
  const word = textOf(span, 'langsmith.span.kind') ?? ''
  const kind = kinds.get(word)
  if (kind === undefined) return undefined
  if (kind === 'model') return { kind, name: null }
  return { kind, name: kind === 'tool' || kind === 'retrieval' ? span.name : kind === 'other' ? word : null }
}

function outputOf(span: Span): readonly ValueMap[] | null {
  return langchainMessages(jsonOf(span, 'langsmith.run.outputs') ?? jsonOf(span, 'gen_ai.completion'))
}

function requests(span: Span): readonly ToolRequest[] | null {
  const output = outputOf(span)
  return output === null ? null : requestsIn(output)
}

function answers(span: Span): readonly string[] | null {
  const input = langchainMessages(jsonOf(span, 'langsmith.run.inputs') ?? jsonOf(span, 'gen_ai.prompt'))
  return input === null ? null : answersIn(input)
}

function refine(span: Span, facts: SpanFacts): Partial<SpanFacts> {
  if (facts.kind === 'tool') return { args: withoutInput(facts.args), ...readToolMessage(facts) }
  if (facts.kind !== 'model') return {}
  const [message] = outputOf(span) ?? []
  const said = asMap(message?.['response_metadata'])
  return {
    usage: withDetails(span, facts.usage),
    timeToFirstTokenNano: facts.timeToFirstTokenNano ?? nanosUntil(span, 'langsmith.run.first_token_time'),
    finishReason: facts.finishReason ?? finishReasonOf(said?.['finish_reason'] ?? said?.['stop_reason']),
  }
}

/** Parts of the usage are JSON, in LangChain's words. */
function withDetails(span: Span, usage: Usage | null): Usage | null {
  if (usage === null) return null
  const input = mapOf(span, 'gen_ai.usage.input_token_details')
  const output = mapOf(span, 'gen_ai.usage.output_token_details')
  return withCacheInInput({
    ...usage,
    cachedInput: usage.cachedInput ?? countIn(input, ['cache_read']),
    cacheWrite: usage.cacheWrite ?? countIn(input, ['cache_creation']),
    reasoning: usage.reasoning ?? countIn(output, ['reasoning']),
  })
}

/** LangChain hands a tool its arguments as one text: JSON, or Python's form of them, which is none. */
function withoutInput(args: Content): Content {
  const map = 'value' in args ? asMap(args.value) : undefined
  const { input, ...others } = map ?? {}
  if (typeof input !== 'string' || Object.keys(others).length > 0 || !input.trimStart().startsWith('{')) return args
  return contentOf(input, 'json')
}

export const langsmith = defineDialect({
  id: 'langsmith',
  title: 'LangSmith',
  source: 'langsmith 0.4 OpenTelemetry exporter and run format',
  decorates: true,
  recognises: (span) => hasAnyKey(span, ['langsmith.span.kind', 'langsmith.trace.name', 'langsmith.span.id']),
  classify,
  keys: {
    conversation: [
      'langsmith.metadata.thread_id',
      'langsmith.metadata.session_id',
      'langsmith.metadata.conversation_id',
    ],
    provider: ['langsmith.metadata.ls_provider'],
    requestModel: ['langsmith.metadata.ls_model_name'],
    args: [
      { key: 'langsmith.run.inputs', form: 'either' },
      { key: 'gen_ai.prompt', form: 'either' },
    ],
    result: [
      { key: 'langsmith.run.outputs', form: 'either' },
      { key: 'gen_ai.completion', form: 'either' },
    ],
    input: ['langsmith.run.prompt_tokens'],
    output: ['langsmith.run.completion_tokens'],
    costUsd: ['langsmith.run.total_cost'],
  },
  requests,
  answers,
  refine,
})
