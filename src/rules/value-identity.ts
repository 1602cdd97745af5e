import { isValueMap, type Value } from '../model/value.ts'

/** Text that is equal for equal values: strings as they are, numbers as decimals, key order aside. */
export function valueIdentity(value: Value): string {
  if (typeof value === 'string') return value
  if (value === null || typeof value !== 'object') return String(value)
  return JSON.stringify(value, (_key, item: Value) => {
    if (typeof item === 'bigint') return String(item)
    if (item instanceof Uint8Array) return Buffer.from(item).toString('hex')
    return item !== null && isValueMap(item) ? Object.entries(item).toSorted(byKey) : item
  })
}

function byKey([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : 1
}
