import type { ToolRequest } from '../model/span-facts.ts'
import type { Span } from '../model/span.ts'
import { defineDialect, type SpanClass } from './dialect.ts'
import { hasAnyKey, textOf } from './keys.ts'
import { answersIn, requestsIn } from './messages/read-messages.ts'

const nanoPerMilli = 1e6

const call = /^ai\.(?:generate|stream)(?:Text|Object)\.do(?:Generate|Stream)$/
const otherCall = /\.do[A-Z][A-Za-z]*$/

/**
 * `ai.toolCall`, a call such as `ai.streamText.doStream`, or the function around calls such as `ai.streamText`: that is no
 * agent, as any prompt goes through it, and its tokens are those of its calls again.
 */
function classify(span: Span): SpanClass | undefined {
  const operation = textOf(span, 'ai.operationId')
  if (operation === null) return undefined
  if (operation === 'ai.toolCall') return { kind: 'tool', name: null }
  if (call.test(operation)) return { kind: 'model', name: null }
  return { kind: otherCall.test(operation) ? 'other' : 'group', name: operation }
}

/** Version 3 said `result` where later ones say `response`. */
const outputs = ['ai.response.text', 'ai.response.object', 'ai.result.text', 'ai.result.object']

/** An output that asks for no tools has a text or an object, and no list of calls. */
function requests(span: Span): readonly ToolRequest[] | null {
  const calls = span.attributes.get('ai.response.toolCalls') ?? span.attributes.get('ai.result.toolCalls')
  if (calls !== undefined) return requestsIn(calls)
  return hasAnyKey(span, outputs) ? [] : null
}

export const vercelAi = defineDialect({
  id: 'vercel-ai',
  title: 'Vercel AI SDK',
  source: 'ai 3.3 to 6, experimental_telemetry; version 7 speaks OpenTelemetry GenAI',
  // Its model calls also carry `gen_ai.system`, but never an operation name.
  recognises: (span) => span.attributes.has('ai.operationId') && !span.attributes.has('gen_ai.operation.name'),
  classify,
  keys: {
    agent: ['ai.telemetry.functionId'],
    callId: ['ai.toolCall.id'],
    toolName: ['ai.toolCall.name'],
    provider: ['ai.model.provider'],
    requestModel: ['ai.model.id'],
    responseModel: ['ai.response.model'],
    responseId: ['ai.response.id'],
    finishReason: ['ai.response.finishReason', 'ai.finishReason'],
    args: [{ key: 'ai.toolCall.args', form: 'json' }],
    result: [{ key: 'ai.toolCall.result', form: 'either' }],
    input: ['ai.usage.inputTokens', 'ai.usage.promptTokens'],
    output: ['ai.usage.outputTokens', 'ai.usage.completionTokens'],
    cachedInput: ['ai.usage.cachedInputTokens', 'ai.usage.inputTokenDetails.cacheReadTokens'],
    cacheWrite: ['ai.usage.inputTokenDetails.cacheWriteTokens'],
    reasoning: ['ai.usage.reasoningTokens', 'ai.usage.outputTokenDetails.reasoningTokens'],
    timeToFirstToken: [
      { key: 'ai.response.msToFirstChunk', unitNano: nanoPerMilli },
      { key: 'ai.stream.msToFirstChunk', unitNano: nanoPerMilli },
    ],
  },
  requests,
  answers: (span) => answersIn(span.attributes.get('ai.prompt.messages')),
  // The provider's interface follows its name: `openai.responses`.
  refine: (_span, { provider }) => ({ provider: provider?.split('.')[0] ?? null }),
})
