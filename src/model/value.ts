/**
 * One attribute value as the producer emitted it.
 *
 * Integers beyond 2^53 are bigint, bytes are Uint8Array, key-value lists are objects without a prototype.
 * `null` is a present, empty value. Source: `AnyValue` of opentelemetry-proto, common/v1.
 */
export type Value = string | number | bigint | boolean | null | Uint8Array | readonly Value[] | ValueMap

/** A key-value list; made with a null prototype, so that a key such as `__proto__` is only a key. */
export interface ValueMap {
  readonly [key: string]: Value
}

/** Attributes of one span, event, link, resource or scope. Key order never matters. */
export type Attributes = ReadonlyMap<string, Value>

export const noAttributes: Attributes = new Map()

/** True for a key-value list, false for arrays, bytes and scalars. */
export function isValueMap(value: Value): value is ValueMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
}
