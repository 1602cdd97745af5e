import type { Span } from '../model/span.ts'
import { isValueMap, type Value, type ValueMap } from '../model/value.ts'
import { contentOf } from './content.ts'

/** The value under a key, decoded where it is JSON text; undefined where there is none or it cannot be read. */
export function jsonOf(span: Span, key: string): Value | undefined {
  const value = span.attributes.get(key)
  if (value === undefined) return undefined
  const content = contentOf(value, 'json')
  return 'value' in content ? content.value : undefined
}

/** The map under a key, decoded where it is JSON text. */
export function mapOf(span: Span, key: string): ValueMap | undefined {
  return asMap(jsonOf(span, key))
}

export function asMap(value: Value | undefined): ValueMap | undefined {
  return value !== undefined && isValueMap(value) ? value : undefined
}

/** A whole number, 0 or more, among the members of a map; null where there is none. */
export function countIn(map: ValueMap | undefined, keys: readonly string[]): number | null {
  for (const key of keys) {
    const value = map?.[key]
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  }
  return null
}
