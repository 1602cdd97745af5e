import type { Value } from '../../../src/model/value.ts'

/** The text that the collector makes of an attribute where a format has only texts: JSON for lists and maps. */
export function textOf(value: Value): string {
  if (value === null) return ''
  if (typeof value === 'object') return value instanceof Uint8Array ? base64(value) : JSON.stringify(plain(value))
  return String(value)
}

function plain(value: Value): unknown {
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return base64(value)
  if (Array.isArray(value)) return value.map((entry: Value) => plain(entry))
  return Object.fromEntries(Object.entries(value).map(([key, entry]: [string, Value]) => [key, plain(entry)]))
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
