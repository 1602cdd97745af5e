import { noAttributes, type Attributes, type Value } from '../model/value.ts'
import { narrowed } from './integers.ts'
import { isObject } from './json-lists.ts'
import { maxValueDepth } from './limits.ts'

/**
 * Attributes of a plain map, and how many of them are nested too deep to be read: they count as dropped. Something else
 * in place of the map counts as one.
 */
export function attributesOfMap(raw: unknown): { readonly attributes: Attributes; readonly unread: number } {
  if (!isObject(raw)) return { attributes: noAttributes, unread: raw === undefined || raw === null ? 0 : 1 }
  const attributes = new Map<string, Value>()
  let unread = 0
  for (const [key, json] of Object.entries(raw)) {
    const value = valueOfJson(json)
    if (value === undefined) unread += 1
    else attributes.set(key, value)
  }
  return { attributes, unread }
}

/** A JSON value as an attribute value; undefined where it is nested too deep. */
export function valueOfJson(json: unknown, depth = 1): Value | undefined {
  if (typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean') return json
  // JSON writes doubles below 1e21 like integers; an attribute's integer has 64 bits.
  if (typeof json === 'bigint') return BigInt.asIntN(64, json) === json ? narrowed(json) : Number(json)
  if (typeof json !== 'object' || json === null) return null
  if (depth > maxValueDepth) return undefined
  if (Array.isArray(json)) {
    const list = json.map((entry) => valueOfJson(entry, depth + 1))
    return list.every((entry) => entry !== undefined) ? list : undefined
  }
  const map: Record<string, Value> = Object.create(null)
  for (const [key, entry] of Object.entries(json)) {
    const value = valueOfJson(entry, depth + 1)
    if (value === undefined) return undefined
    map[key] = value
  }
  return map
}
