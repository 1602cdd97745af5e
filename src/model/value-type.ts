import type { ValueType } from './contract.ts'
import { isValueMap, type Value } from './value.ts'

/** The type of a value in the words of the contract language, plus `null`, `bytes` and `list` for what has no word there. */
export function typeOfValue(value: Value): string {
  if (value === null) return 'null'
  if (isValueMap(value)) return 'map'
  if (value instanceof Uint8Array) return 'bytes'
  if (typeof value === 'object') {
    const [member, ...others] = new Set(value.map((item) => (Array.isArray(item) ? 'list' : typeOfValue(item))))
    if (member !== undefined && others.length === 0 && listable.has(member)) return `${member}[]`
    return 'list'
  }
  if (typeof value === 'bigint') return 'int'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'double'
  return typeof value
}

const listable = new Set(['string', 'int', 'double', 'boolean'])

const isString = (value: Value): boolean => typeof value === 'string'
const isBoolean = (value: Value): boolean => typeof value === 'boolean'
// Exporters write an integral double as an integer and the reverse, so the value decides, not the encoding.
const isInt = (value: Value): boolean => typeof value === 'bigint' || Number.isInteger(value)
const isDouble = (value: Value): boolean => typeof value === 'number' || typeof value === 'bigint'
const isListOf =
  (isMember: (value: Value) => boolean) =>
  (value: Value): boolean =>
    Array.isArray(value) && value.every(isMember)

/** Whether a value is of a type. */
export const typeTests: Readonly<Record<ValueType, (value: Value) => boolean>> = {
  string: isString,
  int: isInt,
  double: isDouble,
  boolean: isBoolean,
  'string[]': isListOf(isString),
  'int[]': isListOf(isInt),
  'double[]': isListOf(isDouble),
  'boolean[]': isListOf(isBoolean),
  map: isValueMap,
  any: () => true,
}
