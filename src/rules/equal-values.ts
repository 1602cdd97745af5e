import type { Value } from '../model/value.ts'

/** Deep equality: numbers by value whatever their width, keys in any order, NaN equal to itself. */
export function equalValues(one: Value, other: Value): boolean {
  if (Object.is(one, other)) return true
  if (isNumber(one) && isNumber(other)) return numberText(one) === numberText(other)
  if (typeof one !== 'object' || typeof other !== 'object') return false
  return canonicalText(one) === canonicalText(other)
}

/** One text per value: equal values, and only those, have the same. */
export function canonicalText(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (isNumber(value)) return numberText(value)
  if (value instanceof Uint8Array) return `b${Buffer.from(value).toString('hex')}`
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`
  if (typeof value === 'boolean' || value === null) return String(value)
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${canonicalText(item)}`)
  return `{${entries.toSorted().join(',')}}`
}

function isNumber(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}

/** Decimal digits for every integer, so that `1e21` and its bigint agree. */
function numberText(value: number | bigint): string {
  return typeof value === 'number' && Number.isInteger(value) ? String(BigInt(value)) : String(value)
}

/** Readable text that is equal for equal values: strings as they are, everything else canonical. */
export function valueIdentity(value: Value): string {
  return typeof value === 'string' ? value : canonicalText(value)
}
