import type { SpanFacts } from '../model/span-facts.ts'
import type { Span } from '../model/span.ts'
import { isValueMap } from '../model/value.ts'
import { callArguments } from './call-arguments.ts'
import { contentOf } from './content.ts'
import { defineDialect, type ContentForm, type SpanClass } from './dialect.ts'
import { hasKeyUnder, textOf } from './keys.ts'
import { indexedAnswers, indexedRequests, openinferenceMessages } from './messages/indexed-messages.ts'

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

/** A span without a kind of this vocabulary that has its keys is a model call: no other span has a model name. */
function classify(span: Span): SpanClass | undefined {
  const word = textOf(span, 'openinference.span.kind')
  if (word === null) return span.attributes.has('llm.model_name') ? { kind: 'model', name: null } : undefined
  const kind = kinds.get(word)
  if (kind === undefined) return undefined
  if (kind === 'agent') return classifyAgent(span)
  const to = kind === 'tool' ? handoffTarget(span) : null
  if (to !== null) return { kind: 'handoff', name: to }
  if (kind === 'tool' || kind === 'retrieval') return { kind, name: span.name }
  return { kind, name: kind === 'other' ? word.toLowerCase() : null }
}

const agentsSdkScope = 'openinference.instrumentation.openai_agents'
/** Of the Agents SDK a handoff is a TOOL that has no tool. */
function handoffTarget(span: Span): string | null {
  if (span.scope.name !== agentsSdkScope || span.attributes.has('tool.name')) return null
  return /^handoff to (.+)$/s.exec(span.name)?.[1] ?? null
}

/** `CodeAgent.run` is a method, and its class no name. */
const methodName = /^[A-Z]\w*\.\w+$/

function classifyAgent(span: Span): SpanClass {
  const name = textOf(span, 'agent.name') ?? textOf(span, 'graph.node.id')
  // Of the Agents SDK the trace itself is an AGENT too, by the name of its workflow.
  if (name === null && span.scope.name === agentsSdkScope) return { kind: 'workflow', name: span.name }
  return { kind: 'agent', name: name ?? (methodName.test(span.name) ? null : span.name) }
}

/** The media type tells what the text is; without one it may be either. */
function formBy(mediaTypeKey: string): (span: Span) => ContentForm {
  return (span) => {
    const mediaType = textOf(span, mediaTypeKey)
    return mediaType === 'application/json' ? 'json' : mediaType === 'text/plain' ? 'text' : 'either'
  }
}

/**
 * `llm.model_name` is the response's model, but of a streamed call the request's; what was asked for is otherwise only
 * among the parameters of the call.
 */
function refineModels(span: Span, facts: SpanFacts): Partial<SpanFacts> {
  const text = textOf(span, 'llm.invocation_parameters')
  if (text === null || span.attributes.has('llm.response.model_name')) return {}
  const content = contentOf(text, 'either')
  if (!('value' in content) || !isValueMap(content.value)) return {}
  const { model, model_name: modelName, stream } = content.value
  const asked = [facts.requestModel, model, modelName].find((name) => typeof name === 'string')
  const keys = { ...facts.keys, ...(facts.requestModel === null && { requestModel: 'llm.invocation_parameters' }) }
  if (stream !== true) return typeof asked === 'string' ? { requestModel: asked, name: asked, keys } : {}
  const streamed = typeof asked === 'string' ? asked : facts.responseModel
  return { requestModel: streamed, responseModel: null, name: streamed, keys }
}

/** Streaming instrumentations mark the first token with an event and have no key for it. */
function timeToFirstToken(span: Span): Partial<SpanFacts> {
  const at = span.events.find(({ name }) => name === 'First Token Stream Event')?.timeUnixNano ?? null
  if (at === null || span.startUnixNano === null || at < span.startUnixNano) return {}
  return { timeToFirstTokenNano: Number(at - span.startUnixNano) }
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
    toolName: ['gen_ai.tool.name', 'tool.name'],
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
  requests: (span) => indexedRequests(span, openinferenceMessages),
  answers: (span) => indexedAnswers(span, openinferenceMessages),
  refine: (span, facts) =>
    facts.kind === 'model'
      ? { ...refineModels(span, facts), ...timeToFirstToken(span) }
      : { args: callArguments(facts.args), ...(facts.kind === 'handoff' && { handoffTo: handoffTarget(span) }) },
})
