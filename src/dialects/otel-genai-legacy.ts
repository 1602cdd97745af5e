import type { Span } from '../model/span.ts'
import { defineDialect, type SpanClass } from './dialect.ts'
import { genaiKeys } from './genai-keys.ts'
import { hasAnyKey, textOf } from './keys.ts'
import { classifyByOperation } from './operations.ts'

const keys = ['gen_ai.usage.prompt_tokens', 'gen_ai.usage.completion_tokens', 'gen_ai.prompt', 'gen_ai.completion']

const events = new Set([
  'gen_ai.system.message',
  'gen_ai.user.message',
  'gen_ai.assistant.message',
  'gen_ai.tool.message',
  'gen_ai.choice',
  'gen_ai.content.prompt',
  'gen_ai.content.completion',
])

/** Model calls had no operation name before 1.27, nor had tools before 1.37; `llm.request.type` is OpenLLMetry's word. */
function classify(span: Span): SpanClass | undefined {
  const byOperation = classifyByOperation(span)
  if (byOperation !== undefined || span.attributes.has('gen_ai.operation.name')) return byOperation
  if (textOf(span, 'gen_ai.tool.name') !== null) return { kind: 'tool', name: null }
  const type = textOf(span, 'llm.request.type')
  if (type !== null) return { kind: type === 'chat' || type === 'completion' ? 'model' : 'other', name: null }
  return hasAnyKey(span, ['gen_ai.request.model', 'gen_ai.response.model']) ? { kind: 'model', name: null } : undefined
}

export const otelGenaiLegacy = defineDialect({
  id: 'otel-genai-legacy',
  title: 'OpenTelemetry GenAI, up to 1.36',
  source: 'OpenTelemetry semantic conventions 1.36',
  recognises: (span) =>
    !span.attributes.has('gen_ai.provider.name') &&
    (span.attributes.has('gen_ai.system') || hasAnyKey(span, keys) || span.events.some(({ name }) => events.has(name))),
  classify,
  keys: {
    ...genaiKeys,
    input: [...genaiKeys.input, 'gen_ai.usage.prompt_tokens'],
    output: [...genaiKeys.output, 'gen_ai.usage.completion_tokens'],
    cachedInput: [...genaiKeys.cachedInput, 'gen_ai.usage.cache_read_input_tokens'],
    cacheWrite: [...genaiKeys.cacheWrite, 'gen_ai.usage.cache_creation_input_tokens'],
    reasoning: [...genaiKeys.reasoning, 'gen_ai.usage.reasoning_tokens'],
    finishReason: [...genaiKeys.finishReason, 'gen_ai.completion.0.finish_reason'],
  },
})
