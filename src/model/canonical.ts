import { isValueMap, type Value } from './value.ts'

/**
 * Whether two values are the same: key order is free, arrays compare by index, strings by code unit. Numbers compare by
 * value (`1` = `1.0`, `-0` = `0`, NaN is itself) and whole ones by their decimal text, so that a bigint equals its double.
 * Nothing is coerced: `"1"` is not `1`, and null is not an absent key.
 */
export function equalValues(one: Value, other: Value): boolean {
  if (one === other) return true
  // A text equals only the same text: the usual case needs no canonical form.
  if (typeof one === 'string' || typeof other === 'string') return false
  return canonicalText(one) === canonicalText(other)
}

/** One text per value: equal values, and only those, have the same. Values may be nested to any depth. */
export function canonicalText(value: Value): string {
  if (!isNested(value)) return scalarText(value)
  let text = ''
  // A stack of what is still to be written, so that no depth of nesting exhausts the engine's own stack.
  const open: ({ readonly text: string } | { readonly value: Value })[] = [{ value }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if ('text' in next) text += next.text
    else if (!isNested(next.value)) text += scalarText(next.value)
    else if (isValueMap(next.value)) {
      const map = next.value
      const keys = Object.keys(map).sort()
      open.push({ text: '}' })
      for (let at = keys.length - 1; at >= 0; at--) {
        open.push({ value: map[keys[at]!]! }, { text: `${at > 0 ? ',' : ''}${JSON.stringify(keys[at])}:` })
      }
      text += '{'
    } else {
      open.push({ text: ']' })
      for (let at = next.value.length - 1; at >= 0; at--) {
        open.push({ value: next.value[at]! })
        if (at > 0) open.push({ text: ',' })
      }
      text += '['
    }
  }
  return text
}

/** Readable text that is equal for equal values: strings as they are, everything else canonical. */
export function valueIdentity(value: Value): string {
  return typeof value === 'string' ? value : canonicalText(value)
}

type Scalar = Exclude<Value, readonly Value[] | { readonly [key: string]: Value }> | Uint8Array
type Nested = Exclude<Value, Scalar>

function isNested(value: Value): value is Nested {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
}

function scalarText(value: Scalar): string {
  if (typeof value === 'string') return JSON.stringify(value)
  // Decimal digits for every whole number, so that `1e21` and its bigint agree.
  if (typeof value === 'number') return Number.isInteger(value) ? String(BigInt(value)) : String(value)
  if (value instanceof Uint8Array) return `b${Buffer.from(value).toString('hex')}`
  return String(value)
}
