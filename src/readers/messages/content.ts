import { valueOfJson } from '../json-attributes.ts'
import { parseExactly } from '../json-exact.ts'
import { isObject } from '../json-lists.ts'
import { quoted } from '../quoted.ts'
import type { Content } from '../transcript.ts'

/** Any JSON, read whole; null and undefined are no content. */
export function contentOf(json: unknown): Content {
  if (json === undefined || json === null) return null
  const value = valueOfJson(json)
  return value === undefined ? { lacks: 'too-deep' } : { value }
}

/** The content of a message: text, or a list of parts, which is text where every part is. */
export function messageContent(json: unknown): Content {
  if (!Array.isArray(json)) return contentOf(json)
  if (json.length === 0) return null
  const texts = json.map(textOfPart)
  return texts.every((text) => text !== undefined) ? { value: texts.join('\n') } : contentOf(json)
}

function textOfPart(part: unknown): string | undefined {
  if (typeof part === 'string') return part
  const text = field(part, 'text') ?? field(part, 'content')
  return isObject(part) && typeof text === 'string' && textTypes.has(field(part, 'type')) ? text : undefined
}

/** Types of text parts: chat completions and Anthropic, Responses, GenAI conventions. */
const textTypes: ReadonlySet<unknown> = new Set(['text', 'input_text', 'output_text'])

const callWord = /tool|function|call/i

/**
 * Tells of parts that by their names ask for a call or answer one, in a form that is not read: without them a transcript
 * would look like one in which nothing was called. `parts` are those that the message's own form has no calls in.
 */
export function tellUnreadCalls(parts: readonly unknown[], problem: (clause: string) => void): void {
  const names = parts.flatMap((part) => textField(part, 'type') ?? (isObject(part) ? Object.keys(part) : []))
  const unread = names.find((name) => callWord.test(name))
  if (unread !== undefined) problem(`has a part ${quoted(unread)}, a form of tool calls that is not read`)
}

/** An own member of an object; undefined where there is none, and for anything that is no object. */
export function field(json: unknown, name: string): unknown {
  return isObject(json) && Object.hasOwn(json, name) ? (json as Record<string, unknown>)[name] : undefined
}

/** Text that says something; null for the empty text and for anything else. */
export function textField(json: unknown, name: string): string | null {
  const value = field(json, name)
  return typeof value === 'string' && value !== '' ? value : null
}

/** A list, or JSON text of one, as some exporters write it. */
export function listOrText(json: unknown): readonly unknown[] | undefined {
  if (Array.isArray(json)) return json
  if (typeof json !== 'string' || !/^\s*\[/.test(json)) return undefined
  try {
    const parsed = parseExactly(json)
    return Array.isArray(parsed) ? parsed : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
