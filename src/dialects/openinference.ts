import type { Span } from '../model/span.ts'
import { defineDialect, type ContentForm, type SpanClass } from './dialect.ts'
import { hasKeyUnder, textOf } from './keys.ts'

const kinds: ReadonlyMap<string, SpanClass['kind']> = new Map([
  ['LLM', 'model'],
  ['AGENT', 'agent'],
  ['TOOL', 'tool'],
  ['RETRIEVER', 'retrieval'],
  ['RERANKER', 'retrieval'],
  ['CHAIN', 'group'],
  ['EMBEDDING', 'other'],
  ['GUARDRAIL', 'other'],
  ['EVALUATOR', 'other'],
])

function classify(span: Span): SpanClass | undefined {
  const word = textOf(span, 'openinference.span.kind')
  if (word === null) return span.attributes.has('llm.model_name') ? { kind: 'model', name: null } : undefined
  const kind = kinds.get(word.toUpperCase())
  if (kind === undefined) return undefined
  if (kind === 'other') return { kind, name: word.toLowerCase() }
  return { kind, name: kind === 'agent' || kind === 'tool' ? span.name : null }
}

/** The media type tells what the text is; without one it may be either. */
function formBy(mediaTypeKey: string): (span: Span) => ContentForm {
  return (span) => {
    const mediaType = textOf(span, mediaTypeKey)
    return mediaType === 'application/json' ? 'json' : mediaType === 'text/plain' ? 'text' : 'either'
  }
}

export const openinference = defineDialect({
  id: 'openinference',
  title: 'OpenInference',
  source: 'OpenInference semantic conventions 0.1',
  recognises: (span) =>
    span.attributes.has('openinference.span.kind') || (hasKeyUnder(span, 'llm.') && !hasKeyUnder(span, 'gen_ai.')),
  classify,
  keys: {
    agent: ['agent.name'],
    conversation: ['session.id'],
    callId: ['tool_call.id', 'tool.id'],
    toolName: ['tool.name'],
    provider: ['llm.provider', 'llm.system'],
    requestModel: ['llm.request.model_name'],
    responseModel: ['llm.response.model_name', 'llm.model_name'],
    finishReason: ['llm.finish_reason'],
    // `tool.parameters` is the schema of the arguments for most instrumentations, and no fallback.
    args: [{ key: 'input.value', form: formBy('input.mime_type') }],
    result: [{ key: 'output.value', form: formBy('output.mime_type') }],
    input: ['llm.token_count.prompt'],
    output: ['llm.token_count.completion'],
    cachedInput: ['llm.token_count.prompt_details.cache_read'],
    cacheWrite: ['llm.token_count.prompt_details.cache_write'],
    reasoning: ['llm.token_count.completion_details.reasoning'],
    costUsd: ['llm.cost.total'],
  },
})
