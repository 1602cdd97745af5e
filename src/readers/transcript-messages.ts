import type { Value } from '../model/value.ts'
import { valueMap, type BuildingSpan } from './transcript-span.ts'
import type { Content, ToolCall, ToolResult } from './transcript.ts'

/**
 * Messages as attributes of spans, in the form of the OpenTelemetry GenAI conventions. Content that is nested too deep
 * counts as unread of the given span.
 */
export function inputMessage(role: string, content: Content, span: BuildingSpan): Value {
  return valueMap({ role, parts: textParts(content, span) })
}

/** The message that brings the result of a call to the model. */
export function answerMessage(id: string | null, { content }: ToolResult): Value {
  return valueMap({ role: 'tool', parts: [answerPart(id, content)] })
}

export function answerPart(id: string | null, content: Content): Value {
  const response = content !== null && 'value' in content ? content.value : undefined
  return valueMap({ type: 'tool_call_response', id: id ?? undefined, response })
}

/** No part for no content. */
export function textParts(content: Content, span: BuildingSpan): readonly Value[] {
  if (content === null) return []
  if ('value' in content) return [valueMap({ type: 'text', content: content.value })]
  span.unread += 1
  return []
}

/** A call that a model's output asks for, under the id it has in the run. */
export function callPart({ name, args }: ToolCall, id: string | null, span: BuildingSpan): Value {
  if (args !== null && 'lacks' in args) span.unread += 1
  const recorded = args !== null && 'value' in args ? args.value : undefined
  return valueMap({ type: 'tool_call', id: id ?? undefined, name, arguments: recorded })
}
