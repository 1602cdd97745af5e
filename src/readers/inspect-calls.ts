import type { Value } from '../model/value.ts'
import { isObject, listOf } from './json-lists.ts'
import { chatCompletions, errorOf } from './messages/chat-completions.ts'
import { contentOf, field, messageContent, textField } from './messages/content.ts'
import type { ResolveAttachments } from './inspect-attachments.ts'
import { answerPart, textParts } from './transcript-messages.ts'
import { setContent, valueMap, type BuildingSpan } from './transcript-span.ts'
import { setResult } from './transcript-spans.ts'
import { toolResult, type ModelOutput } from './transcript.ts'

/** `openai/gpt-5`: the provider's name in Inspect, and the model's. */
export function modelOf(event: object): { readonly provider: string | undefined; readonly model: string | undefined } {
  const model = textField(event, 'model') ?? undefined
  const slash = model?.indexOf('/') ?? -1
  return { provider: slash > 0 ? model?.slice(0, slash) : undefined, model: model?.slice(slash + 1) }
}

/** The first answer of a model event; undefined where it has none. */
export function answerOf(event: object, problem: (clause: string) => void): ModelOutput | undefined {
  const [choice] = listOf(field(field(event, 'output'), 'choices'))
  const message = field(choice, 'message')
  if (!isObject(message) || !chatCompletions.recognises(message)) return undefined
  const output = chatCompletions.entries(message, problem).find((entry) => entry.kind === 'output')
  return output === undefined ? undefined : { ...output, finishReason: textField(choice, 'stop_reason') }
}

const tokens = {
  input_tokens: 'gen_ai.usage.input_tokens',
  output_tokens: 'gen_ai.usage.output_tokens',
  input_tokens_cache_read: 'gen_ai.usage.cache_read.input_tokens',
  input_tokens_cache_write: 'gen_ai.usage.cache_creation.input_tokens',
  reasoning_tokens: 'gen_ai.usage.reasoning.output_tokens',
} as const

/** What a model event says beside its input and output: usage, resends, failure. */
export function describeModelCall(span: BuildingSpan, event: object): void {
  const output = field(event, 'output')
  const model = textField(output, 'model')
  if (model !== null) span.attributes.set('gen_ai.response.model', model)
  for (const [name, key] of Object.entries(tokens)) {
    const count = field(field(output, 'usage'), name)
    if (typeof count === 'number') span.attributes.set(key, count)
  }
  const retries = field(event, 'retries')
  if (typeof retries === 'number') span.attributes.set('http.request.resend_count', retries)
  const error = textField(event, 'error')
  if (error !== null) span.status = { code: 'error', message: error }
  if (field(event, 'pending') === true) span.attributes.set('spanpact.pending', true)
}

/** Messages of a model's input that no model call before had; the whole list comes again with every call. */
export function newMessages(
  event: object,
  seen: Set<string>,
  resolve: ResolveAttachments,
  span: BuildingSpan,
): readonly Value[] {
  return listOf(field(event, 'input')).flatMap((message) => {
    const id = textField(message, 'id')
    if (id !== null && seen.has(id)) return []
    if (id !== null) seen.add(id)
    const content = resolve(messageContent(field(message, 'content')))
    const role = textField(message, 'role') ?? 'user'
    const callId = textField(message, 'tool_call_id')
    if (callId !== null) return [valueMap({ role, parts: [answerPart(callId, content)] })]
    return [valueMap({ role, parts: textParts(content, span) })]
  })
}

/** Arguments and outcome of a tool event. Without `error` the tool did not fail: the log always says so. */
export function describeToolCall(span: BuildingSpan, event: object, resolve: ResolveAttachments): void {
  setContent(span, 'gen_ai.tool.call.arguments', resolve(contentOf(field(event, 'arguments'))))
  if (field(event, 'pending') === true) {
    span.attributes.set('spanpact.pending', true)
    return
  }
  const failed = field(event, 'failed') === true ? { type: null, message: '' } : null
  const content = resolve(messageContent(field(event, 'result')))
  setResult(span, toolResult({ content, error: errorOf(field(event, 'error')) ?? failed }))
}
