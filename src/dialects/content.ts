import type { Content } from '../model/span-facts.ts'
import type { Span } from '../model/span.ts'
import type { Value } from '../model/value.ts'
import type { ContentForm, ContentKey } from './dialect.ts'
import { parseJson } from './parse-json.ts'

export const notCaptured: Content = { lacks: 'not-captured' }

/** What instrumentations and scrubbers write in place of content. */
const placeholder = /^(?:\[redacted\]|<redacted>|__redacted__|redacted|\*{3,}|\[scrubbed due to .{1,80}\])$/i

/** What instrumentations write where they cut a text. */
const cutMark = /(?:…|\.\.\.|\[truncated\]|<truncated>|\(truncated\))$/i
const plainCutMark = /(?:\[truncated\]|<truncated>|\(truncated\))$/i

/** Longest text looked at as a placeholder or for its end. */
const maxMark = 100

/** The first of the keys that the span has, as content. */
export function readContent(
  span: Span,
  keys: readonly ContentKey[],
): { readonly key: string; readonly content: Content } | undefined {
  for (const { key, form, mayBeMap = false } of keys) {
    const value = span.attributes.get(key) ?? (mayBeMap ? mapUnder(span, key) : undefined)
    if (value === undefined || value === null) continue
    const content = contentOf(value, typeof form === 'string' ? form : form(span))
    if (content !== notCaptured) return { key, content }
  }
  return undefined
}

/** The map whose entries a format made attributes of their own; undefined where two of them do not fit into one map. */
function mapUnder(span: Span, key: string): Value | undefined {
  if (!span.source.lacks.has('maps')) return undefined
  const map: Tree = Object.create(null)
  const made = new Set<Value>([map])
  for (const [path, value] of span.attributes) {
    if (!path.startsWith(`${key}.`)) continue
    const names = path.slice(key.length + 1).split('.')
    const last = names.pop()!
    let place = map
    for (const name of names) {
      let inner = place[name]
      if (inner === undefined) made.add((inner = place[name] = Object.create(null) as Tree))
      if (!made.has(inner)) return undefined
      place = inner as Tree
    }
    if (last in place) return undefined
    place[last] = value
  }
  return Object.keys(map).length === 0 ? undefined : map
}

interface Tree {
  [name: string]: Value
}

/** An attribute value as content; no text at all is an empty text, and no JSON. */
export function contentOf(value: Value, form: ContentForm): Content {
  if (typeof value !== 'string') return { value }
  if (value === '' && form === 'json') return notCaptured
  if (isPlaceholder(value)) return { lacks: 'redacted' }
  if (form === 'text' || (form === 'either' && !/^\s*[[{]/.test(value))) return textContent(value)
  const parsed = parseJson(value)
  if ('value' in parsed) return form === 'json' ? decodedAgain(parsed.value) : { value: parsed.value }
  if (isCut(value, parsed.problem)) return { lacks: 'truncated' }
  return form === 'either' ? textContent(value) : { lacks: 'invalid-json', text: value, problem: parsed.problem }
}

/** Some instrumentations encode arguments twice; JSON that is a text that holds a list or object means the latter. */
function decodedAgain(value: Value): Content {
  if (typeof value !== 'string') return { value }
  if (isPlaceholder(value)) return { lacks: 'redacted' }
  if (!/^\s*[[{]/.test(value)) return { value }
  const parsed = parseJson(value)
  return 'value' in parsed ? { value: parsed.value } : { value }
}

function textContent(text: string): Content {
  return plainCutMark.test(text.slice(-maxMark)) ? { lacks: 'truncated' } : { value: text }
}

/** True for text that stands where content was taken out. */
export function isPlaceholder(text: string): boolean {
  return text.length <= maxMark && placeholder.test(text)
}

/**
 * True for text that is no JSON because it was cut: it ends in a mark, or as JSON too soon and at a length that an
 * attribute limit has. Limits are powers of two, one less, or whole thousands.
 */
function isCut(text: string, problem: string): boolean {
  if (cutMark.test(text.slice(-maxMark))) return true
  return (isLimit(text.length) || isLimit(text.length + 1)) && endsTooSoon(text, problem)
}

/** By the words of the parser, which has no codes: a text, a number or a member was still to go on. */
function endsTooSoon(text: string, problem: string): boolean {
  return /^(?:unexpected end|unterminated)/.test(problem) || problem.includes(`at position ${text.length} `)
}

function isLimit(length: number): boolean {
  return length >= 64 && ((length & (length - 1)) === 0 || length % 1000 === 0)
}
