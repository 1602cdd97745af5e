import type { Attributes, Value } from '../model/value.ts'
import { valueOfJson } from './json-attributes.ts'
import type { EntryContext } from './read-entries.ts'
import { quoted } from './quoted.ts'

/**
 * Attributes made of a platform's fields: what is absent or null makes none, and of two for one key the first counts.
 * `unread`: values that cannot be read.
 */
export function attributesOf(
  fields: Iterable<readonly [key: string, json: unknown]>,
  spanId: string,
  context: EntryContext,
): { readonly attributes: Attributes; readonly unread: number } {
  const attributes = new Map<string, Value>()
  let unread = 0
  for (const [key, json] of fields) {
    if (json === undefined || json === null || attributes.has(key)) continue
    const value = valueOfJson(json)
    if (value !== undefined) attributes.set(key, value)
    else {
      unread += 1
      context.fault(`${quoted(key)} of span ${quoted(spanId)} cannot be read: nested deeper than 64 levels; flatten it`)
    }
  }
  return { attributes, unread }
}
