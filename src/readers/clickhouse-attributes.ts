import type { Value } from '../model/value.ts'
import { valueOfJson } from './json-attributes.ts'
import { isObject } from './json-lists.ts'
import { maxValueDepth } from './limits.ts'

interface Column {
  readonly attributes: Map<string, Value>
  /** Attributes that are nested too deep; they count as dropped. Something else in place of the column is one. */
  readonly unread: number
  /** All values are text, as in a column of type `Map`, or there are none. */
  readonly isText: boolean
  /** Objects stood in objects: paths of keys, or maps. */
  readonly isNested: boolean
}

/**
 * Attributes of a column of type `Map(String, String)`, or `JSON`, which takes the dots of keys for paths: nested
 * objects are put together again. An attribute that was a map cannot be told from several with dots.
 */
export function readColumn(raw: unknown): Column {
  const attributes = new Map<string, Value>()
  let unread = 0
  let isText = true
  let isNested = false
  const open: { readonly prefix: string; readonly object: object; readonly depth: number }[] = []
  if (isObject(raw)) open.push({ prefix: '', object: raw, depth: 1 })
  else if (raw !== undefined && raw !== null) unread = 1
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { prefix, object, depth } = next
    for (const [name, json] of Object.entries(object)) {
      const key = prefix + name
      if (isObject(json) && Object.keys(json).length > 0) {
        isNested = true
        if (depth < maxValueDepth) open.push({ prefix: `${key}.`, object: json, depth: depth + 1 })
        else unread += 1
        continue
      }
      const value = valueOfJson(json, depth)
      if (value === undefined) unread += 1
      else attributes.set(key, value)
      if (typeof value !== 'string') isText = false
    }
  }
  return { attributes, unread, isText, isNested }
}
