import type { Attributes, Value } from '../../../src/model/value.ts'

/** What `JSON.stringify` makes of bytes: a map of indexes (Uint8Array), or base64 text (what an encoder chooses). */
export type BytesStyle = 'indexes' | 'base64'

/** Attributes as a plain map of JSON values. */
export function jsonMap(attributes: Attributes, bytes: BytesStyle): Record<string, unknown> {
  return Object.fromEntries([...attributes].map(([key, value]) => [key, jsonOf(value, bytes)]))
}

function jsonOf(value: Value, bytes: BytesStyle): unknown {
  if (value instanceof Uint8Array) {
    return bytes === 'base64' ? Buffer.from(value).toString('base64') : Object.fromEntries(value.entries())
  }
  if (Array.isArray(value)) return value.map((entry: Value) => jsonOf(entry, bytes))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]: [string, Value]) => [key, jsonOf(entry, bytes)]))
}

/**
 * What plain JSON keeps of attributes: bytes become something else, NaN and infinities null, and integral doubles that are
 * written in digits integers, where they fit 64 bits.
 */
export function keptByJson(attributes: Attributes, bytes: BytesStyle): Attributes {
  return new Map([...attributes].map(([key, value]) => [key, keptValue(value, bytes)]))
}

function keptValue(value: Value, bytes: BytesStyle): Value {
  if (value instanceof Uint8Array) {
    return bytes === 'base64' ? Buffer.from(value).toString('base64') : Object.fromEntries(value.entries())
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return null
    if (!Number.isInteger(value) || Number.isSafeInteger(value) || Math.abs(value) >= 1e21) return value
    const digits = BigInt(String(value))
    return BigInt.asIntN(64, digits) === digits ? digits : value
  }
  if (Array.isArray(value)) return value.map((entry: Value) => keptValue(entry, bytes))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]: [string, Value]) => [key, keptValue(entry, bytes)]),
  )
}

/** The time without what is smaller than `step` nanoseconds. */
export function floorTime<Time extends bigint | null>(time: Time, step: bigint): Time
export function floorTime(time: bigint | null, step: bigint): bigint | null {
  return time === null ? null : (time / step) * step
}

/** ISO text with as many decimals as `step` leaves. */
export function isoOf(time: bigint, step: 1000n | 1_000_000n): string {
  const seconds = new Date(Number(time / 1_000_000n)).toISOString().slice(0, 19)
  const decimals = String(time % 1_000_000_000n).padStart(9, '0')
  return `${seconds}.${decimals.slice(0, step === 1000n ? 6 : 3)}`
}
