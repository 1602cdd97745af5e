import { isValueMap, type Value, type ValueMap } from '../../model/value.ts'
import type { Content, ToolRequest } from '../../model/span-facts.ts'
import { contentOf, isPlaceholder, notCaptured } from '../content.ts'
import { aiSdkParts } from './ai-sdk-parts.ts'
import { anthropicBlocks } from './anthropic-blocks.ts'
import { bedrockBlocks } from './bedrock-blocks.ts'
import { genaiParts } from './genai-parts.ts'
import type { MessageShape } from './message-shape.ts'
import { openaiChat } from './openai-chat.ts'
import { openaiResponses } from './openai-responses.ts'

const shapes: readonly MessageShape[] = [
  genaiParts,
  openaiChat,
  openaiResponses,
  anthropicBlocks,
  bedrockBlocks,
  aiSdkParts,
]

/** Words of which a text that answers a call holds one: other inputs, often of megabytes, need no parsing. */
const answering = /tool_call_response|tool_call_id|tool_result|toolResult|tool-result|call_output/

/** Tool calls that messages ask for, given as JSON text or as values; null where they cannot be read. */
export function requestsIn(value: Value | undefined): readonly ToolRequest[] | null {
  const messages = value === undefined ? null : messagesOf(contentOf(value, 'json'))
  return messages?.flatMap((message) => shapes.flatMap((shape) => shape.requests(message))) ?? null
}

/** Ids of the calls that messages answer, each once; null where the messages cannot be read. */
export function answersIn(value: Value | undefined): readonly string[] | null {
  if (typeof value === 'string' && isWhole(value) && !answering.test(value)) return []
  const messages = value === undefined ? null : messagesOf(withoutCopy(value))
  if (messages === null) return null
  const ids = messages.flatMap((message) => shapes.flatMap((shape) => shape.answers(message)))
  return [...new Set(ids.filter((id) => id !== null))]
}

/** Inputs repeat the whole conversation; of what only ids are read, numbers need not be exact nor maps safe to keep. */
function withoutCopy(value: Value): Content {
  if (typeof value !== 'string') return { value }
  try {
    return { value: JSON.parse(value) as Value }
  } catch {
    return notCaptured
  }
}

/** True for a text that looks like JSON from its first to its last character. */
function isWhole(text: string): boolean {
  return /^\s*[[{]/.test(text) && /[\]}]\s*$/.test(text.slice(-100)) && !isPlaceholder(text)
}

/** A list of messages, one message, or a request or response of an API around them. */
function messagesOf(content: Content): readonly ValueMap[] | null {
  if (!('value' in content)) return null
  if (Array.isArray(content.value)) return (content.value as readonly Value[]).filter(isValueMap)
  return isValueMap(content.value) ? unwrapped(content.value) : null
}

function unwrapped(map: ValueMap): readonly ValueMap[] {
  const list = [map['messages'], map['output']].find((member) => Array.isArray(member))
  if (list !== undefined) return (list as readonly Value[]).filter(isValueMap)
  const choices = map['choices']
  if (!Array.isArray(choices)) return [map]
  return (choices as readonly Value[]).filter(isValueMap).flatMap((choice) => {
    const message = choice['message'] ?? null
    return isValueMap(message) ? [message] : []
  })
}
