import type { SpanFacts } from '../model/span-facts.ts'
import { contentOf, notCaptured } from './content.ts'
import { asMap } from './json-value.ts'
import { textIn } from './messages/message-shape.ts'
import { plainMessage } from './messages/langchain.ts'

/**
 * What a tool's result says where LangChain made a message of it: the call it answers, the result proper, and whether the
 * tool failed. Nothing where the result is no such message.
 */
export function readToolMessage(facts: SpanFacts): Partial<SpanFacts> {
  if (!('value' in facts.result)) return {}
  const map = asMap(facts.result.value)
  const message = plainMessage(asMap(map?.['output']) ?? map ?? {})
  const callId = textIn(message['tool_call_id'])
  if (callId === null) return {}
  const { content } = message
  return {
    callId: facts.callId ?? callId,
    result: content === undefined ? notCaptured : contentOf(content, 'either'),
    status: message['status'] === 'error' ? 'error' : facts.status,
  }
}
