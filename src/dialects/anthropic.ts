import type { Span } from '../model/span.ts'
import { defineDialect, type SpanClass } from './dialect.ts'
import { hasAnyKey, operationOf } from './keys.ts'
import { classifyByOperation } from './operations.ts'

const markers = [
  'anthropic.message.stop_reason',
  'anthropic.session.turn.stop_reason',
  'anthropic.session.id',
  'anthropic.request.id',
  'anthropic.organization.id',
  'anthropic.tool_result.content',
]

/** The loop of the tool runner has calls and tools below it, and no operation where it is no agent. */
function classify(span: Span): SpanClass | undefined {
  if (operationOf(span) !== undefined) return classifyByOperation(span)
  if (span.name === 'anthropic.messages.tool_runner') return { kind: 'group', name: null }
  const tool = /^anthropic\.tool_use (.+)$/s.exec(span.name)?.[1]
  return tool === undefined ? undefined : { kind: 'tool', name: tool }
}

export const anthropic = defineDialect({
  id: 'anthropic',
  title: 'Anthropic SDKs',
  source: '@anthropic-ai/sdk 1.11 and the Claude API, anthropic.*',
  decorates: true,
  recognises: (span) => hasAnyKey(span, markers) || span.name === 'anthropic.messages.tool_runner',
  classify,
  keys: {
    conversation: ['anthropic.session.id'],
    finishReason: ['anthropic.message.stop_reason', 'anthropic.session.turn.stop_reason'],
    result: [{ key: 'anthropic.tool_result.content', form: 'either' }],
  },
})
