import { isValueMap, type Value } from '../model/value.ts'

/** Deeper values are not judged: validators recurse. */
export const deepestJudged = 100

/** True when lists and objects nest deeper than `deepestJudged`. */
export function nestsTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return false
  if (depth === deepestJudged) return true
  for (const item of Array.isArray(value) ? (value as unknown[]) : Object.values(value)) {
    if (nestsTooDeep(item, depth + 1)) return true
  }
  return false
}

/** A value as `JSON.parse` would give it: bytes become base64 text, as in OTLP JSON, and integers beyond 2^53 doubles. */
export function toPlainJson(value: Value): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map(toPlainJson)
  if (!isValueMap(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toPlainJson(item)]))
}
