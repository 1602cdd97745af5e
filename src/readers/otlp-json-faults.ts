import { maxValueDepth } from './limits.ts'
import type { OtlpFile } from './otlp-file.ts'
import { isObject } from './json-lists.ts'
import { heldFields } from './otlp-json-fields.ts'
import { readValue, valuesOf, type RawKeyValue, type RawValue } from './otlp-json-values.ts'
import { quoted } from './quoted.ts'

/** What newer drafts of OTLP write in place of texts: an index into a table of strings. */
const stringIndex = /strindex$/i

/** In the order in which `readValue` looks for them. */
const scalarFields = [
  ['intValue', 'int'],
  ['boolValue', 'bool'],
  ['doubleValue', 'double'],
  ['stringValue', 'string'],
] as const

/** Why an entry has no key to name it by; null for a key in a newer encoding, undefined where it has one. */
export function keyFaultOf(entry: RawKeyValue | null | undefined): string | null | undefined {
  if (!isObject(entry)) return `is ${shown(entry)} in place of an object`
  const { key } = entry
  if (typeof key === 'string') return undefined
  if (key !== undefined) return `has ${shown(key)} as key`
  return Object.keys(entry).some((name) => stringIndex.test(name)) ? null : 'has no key'
}

/** What is wrong with an `AnyValue` that `readValue` refused; null where it is in a newer encoding. */
export function faultOf(raw: RawValue | null | undefined, file: OtlpFile, depth = 1): string | null {
  if (depth > maxValueDepth) return `is nested deeper than ${maxValueDepth} levels, which is not read; flatten it`
  if (!isObject(raw)) return noValue(`${shown(raw)} in place of an object`)
  const [held, other] = heldFields(raw)
  if (other !== undefined) return noValue(`both ${quoted(held)} and ${quoted(other)}`)
  const scalar = scalarFields.find(([field]) => raw[field] !== undefined)
  if (scalar !== undefined) return noValue(`${scalar[1]} of ${shown(raw[scalar[0]])}`)
  if (raw.arrayValue !== undefined) return listFaultOf(raw.arrayValue, file, depth)
  if (raw.kvlistValue !== undefined) return mapFaultOf(raw.kvlistValue, file, depth)
  if (raw.bytesValue !== undefined) {
    return noValue(
      typeof raw.bytesValue === 'string' ? 'bytes that are not base64' : `bytes of ${shown(raw.bytesValue)}`,
    )
  }
  const fields = Object.keys(raw)
  return fields.some((name) => stringIndex.test(name)) ? null : noValue(`a field ${quoted(fields[0])}`)
}

function listFaultOf(raw: unknown, file: OtlpFile, depth: number): string | null {
  const entries: readonly (RawValue | null)[] | undefined = valuesOf(raw)
  if (entries === undefined) return noValue('a list without `values`')
  const wrong = entries.find((entry) => readValue(entry, file, depth + 1) === undefined)
  return faultOf(wrong, file, depth + 1)
}

function mapFaultOf(raw: unknown, file: OtlpFile, depth: number): string | null {
  const entries: readonly (RawKeyValue | null)[] | undefined = valuesOf(raw)
  if (entries === undefined) return noValue('a map without `values`')
  const wrong = entries.find(
    (entry) => typeof entry?.key !== 'string' || readValue(entry.value, file, depth + 1) === undefined,
  )
  const keyFault = keyFaultOf(wrong)
  if (keyFault === undefined) return faultOf(wrong?.value, file, depth + 1)
  return keyFault === null ? keyFault : noValue(`a map with an entry that ${keyFault}`)
}

function noValue(what: string): string {
  return `is no value that OTLP knows: ${what}; fix the exporter`
}

/** Longest text that is shown: an attribute may hold what nobody else is to see. */
const longestText = 24

function shown(raw: unknown): string {
  if (typeof raw === 'string') {
    return raw.length <= longestText ? `text ${quoted(raw)}` : `a text of ${raw.length} characters`
  }
  return typeof raw === 'number' ? `number ${quoted(raw)}` : quoted(raw)
}
