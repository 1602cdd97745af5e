import { isValueMap, type Value, type ValueMap } from '../../model/value.ts'
import { asMap } from '../json-value.ts'
import { plainMessage } from './langchain.ts'

/** Words for the user in the messages of the vendors. */
const userRoles: ReadonlySet<unknown> = new Set(['user', 'human'])

/** Members under which requests of APIs and frameworks hold their messages, or the text that the user gave. */
const holders = [
  'messages',
  'contents',
  'new_message',
  'inputs',
  'input',
  'prompt',
  'question',
  'query',
  'task',
] as const

/** Deeper holders are none. */
const maxDepth = 6

/**
 * Texts of the user's messages in a list of messages, a message, or what holds them, in order; a message without any text,
 * such as one that brings results of tools, has none. A text that stands alone is the user's where `takesText`.
 */
export function userTextsIn(value: Value, takesText = false, depth = 0): readonly string[] {
  if (typeof value === 'string') return takesText && value.trim() !== '' ? [value] : []
  if (depth > maxDepth) return []
  if (Array.isArray(value)) {
    const list = value as readonly Value[]
    const [role, content] = list
    // LangGraph takes messages as pairs.
    if (list.length === 2 && typeof role === 'string' && typeof content === 'string') {
      return userRoles.has(role) ? [content] : []
    }
    return list.flatMap((entry) => userTextsIn(entry, false, depth + 1))
  }
  if (!isValueMap(value)) return []
  if (isMessage(value)) return textsOfMessage(value)
  for (const key of holders) {
    const held = value[key]
    const texts = held === undefined ? [] : userTextsIn(held, key !== 'messages' && key !== 'contents', depth + 1)
    if (texts.length > 0) return texts
  }
  return []
}

/** The text of a message's content or parts: those of several parts are lines; null for none. */
export function textOfContent(content: Value | undefined): string | null {
  if (typeof content === 'string') return content.trim() === '' ? null : content
  if (!Array.isArray(content)) return null
  const lines = (content as readonly Value[]).flatMap((part) => textOfPart(part) ?? [])
  return lines.length === 0 ? null : lines.join('\n')
}

function textOfPart(part: Value): string | null {
  if (typeof part === 'string') return part
  const map = asMap(part)
  if (map === undefined) return null
  // The GenAI conventions say `content` where all others say `text`.
  const text = map['text'] ?? (map['type'] === 'text' ? map['content'] : undefined)
  return typeof text === 'string' && text !== '' ? text : null
}

function isMessage(map: ValueMap): boolean {
  return typeof map['role'] === 'string' || isUserOfLangchain(map) || ('kwargs' in map && 'lc' in map)
}

function textsOfMessage(map: ValueMap): readonly string[] {
  const message = plainMessage(map)
  if (!userRoles.has(message['role']) && !isUserOfLangchain(map) && !isUserOfLangchain(message)) return []
  const text = textOfContent(message['parts']) ?? textOfContent(message['content'])
  return text === null ? [] : [text]
}

/** A message says its kind as `type`, or by the name of its class. */
function isUserOfLangchain({ type, id }: ValueMap): boolean {
  return type === 'human' || (Array.isArray(id) && id.at(-1) === 'HumanMessage')
}
