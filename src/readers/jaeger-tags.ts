import type { Value } from '../model/value.ts'
import { integerFromText } from './integers.ts'
import { valueOfJson } from './json-attributes.ts'
import { isObject } from './json-lists.ts'

/** A typed key-value pair: a tag of a span or process, or a field of a log. */
interface RawTag {
  readonly key?: unknown
  readonly type?: unknown
  readonly value?: unknown
}

/** The tags by key, and how many entries cannot be read: they count as dropped attributes. */
export function readTags(raw: unknown): { readonly tags: Map<string, Value>; readonly unread: number } {
  const tags = new Map<string, Value>()
  if (raw === undefined || raw === null) return { tags, unread: 0 }
  if (!Array.isArray(raw)) return { tags, unread: 1 }
  let unread = 0
  for (const entry of raw as readonly unknown[]) {
    const tag: RawTag = isObject(entry) ? entry : {}
    const value = tag.value === undefined ? undefined : readValue(tag.type, tag.value)
    if (typeof tag.key === 'string' && value !== undefined) tags.set(tag.key, value)
    else unread += 1
  }
  return { tags, unread }
}

/** Jaeger writes long integers, and some stores every value, as text; a text that is not of its type stays one. */
function readValue(type: unknown, raw: unknown): Value | undefined {
  if (typeof raw === 'bigint' && type === 'float64') return Number(raw)
  if (typeof raw !== 'string') return valueOfJson(raw)
  if (type === 'int64') return integerFromText(raw) ?? raw
  if (type === 'float64') return readDouble(raw) ?? raw
  if (type === 'bool') return raw === 'true' ? true : raw === 'false' ? false : raw
  if (type === 'binary' && isBase64(raw)) return new Uint8Array(Buffer.from(raw, 'base64'))
  return raw
}

function readDouble(text: string): number | undefined {
  const infinite = /^([+-]?)Inf(?:inity)?$/.exec(text)
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity
  if (text === 'NaN') return Number.NaN
  return /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text)
}
