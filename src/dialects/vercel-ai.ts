import type { Span } from '../model/span.ts'
import { defineDialect, type SpanClass } from './dialect.ts'
import { textOf } from './keys.ts'

const nanoPerMilli = 1e6

/** `ai.toolCall`, a call such as `ai.streamText.doStream`, or the function around calls such as `ai.streamText`. */
function classify(span: Span): SpanClass | undefined {
  const operation = textOf(span, 'ai.operationId')
  if (operation === null) return undefined
  if (operation === 'ai.toolCall') return { kind: 'tool', name: null }
  if (/^ai\.(?:generate|stream)(?:Text|Object)\.do(?:Generate|Stream)$/.test(operation)) {
    return { kind: 'model', name: null }
  }
  if (/^ai\.(?:generate|stream)(?:Text|Object)$/.test(operation)) {
    return { kind: 'agent', name: textOf(span, 'ai.telemetry.functionId') }
  }
  // `ai.embed` is a wrapper of its only call as well, but both count no tokens of a model's answer.
  return { kind: /\.do[A-Z]\w*$/.test(operation) ? 'other' : 'group', name: operation }
}

export const vercelAi = defineDialect({
  id: 'vercel-ai',
  title: 'Vercel AI SDK',
  source: 'ai 4 to 6, experimental_telemetry; version 7 speaks OpenTelemetry GenAI',
  // Its model calls also carry `gen_ai.system`, but never an operation name.
  recognises: (span) => span.attributes.has('ai.operationId') && !span.attributes.has('gen_ai.operation.name'),
  classify,
  keys: {
    agent: ['ai.telemetry.functionId'],
    callId: ['ai.toolCall.id'],
    toolName: ['ai.toolCall.name'],
    requestModel: ['ai.model.id'],
    responseModel: ['ai.response.model'],
    responseId: ['ai.response.id'],
    finishReason: ['ai.response.finishReason'],
    args: [{ key: 'ai.toolCall.args', form: 'json' }],
    result: [{ key: 'ai.toolCall.result', form: 'either' }],
    input: ['ai.usage.inputTokens', 'ai.usage.promptTokens'],
    output: ['ai.usage.outputTokens', 'ai.usage.completionTokens'],
    cachedInput: ['ai.usage.cachedInputTokens'],
    reasoning: ['ai.usage.reasoningTokens'],
    timeToFirstToken: [{ key: 'ai.response.msToFirstChunk', unitNano: nanoPerMilli }],
  },
  refine: (span) => {
    const provider = textOf(span, 'ai.model.provider')
    return provider === null ? {} : { provider: provider.split('.')[0]! }
  },
})
