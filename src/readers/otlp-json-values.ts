import type { Value } from '../model/value.ts'
import { integerFromText, timeFromText } from './integers.ts'
import { maxValueDepth } from './limits.ts'
import type { OtlpFile } from './otlp-file.ts'
import { unknownList } from './json-lists.ts'
import { heldFields, holdsSeveral } from './otlp-json-fields.ts'

/** Thrown to have the piece read again by `parseCarefully`; made once, because nobody looks at its stack. */
export const needsCare = new Error('the piece needs exact numbers or has other key spellings')

/** `AnyValue` as JSON; every field may hold anything. */
export interface RawValue {
  readonly stringValue?: unknown
  readonly intValue?: unknown
  readonly boolValue?: unknown
  readonly doubleValue?: unknown
  readonly arrayValue?: unknown
  readonly kvlistValue?: unknown
  readonly bytesValue?: unknown
}

export interface RawKeyValue {
  readonly key?: unknown
  readonly value?: RawValue | null
}

/** One `AnyValue`; undefined where it holds nothing this version can read. */
export function readValue(raw: RawValue | null | undefined, file: OtlpFile, depth: number): Value | undefined {
  if (raw === null || raw === undefined) return null
  if (typeof raw !== 'object' || depth > maxValueDepth) return undefined
  return holdsSeveral(raw) ? readSeveral(raw, file, depth) : readField(raw, file, depth)
}

/** Members that OTLP does not know are passed over, as it asks; of two fields nobody knows which one is meant. */
function readSeveral(raw: RawValue, file: OtlpFile, depth: number): Value | undefined {
  if (!file.careful && Object.keys(raw).some((name) => name.includes('_'))) throw needsCare
  const [field, second] = heldFields(raw)
  if (second !== undefined) return undefined
  return readField(field === undefined ? raw : { [field]: raw[field] }, file, depth)
}

function readField(raw: RawValue, file: OtlpFile, depth: number): Value | undefined {
  if (raw.intValue !== undefined) return raw.intValue === null ? null : readInteger(raw.intValue, file)
  if (raw.boolValue !== undefined) return typeof raw.boolValue === 'boolean' ? raw.boolValue : orNull(raw.boolValue)
  if (raw.doubleValue !== undefined) return readDouble(raw.doubleValue)
  if (raw.stringValue !== undefined)
    return typeof raw.stringValue === 'string' ? raw.stringValue : orNull(raw.stringValue)
  if (raw.arrayValue !== undefined) return readList(raw.arrayValue, file, depth)
  if (raw.kvlistValue !== undefined) return readMap(raw.kvlistValue, file, depth)
  if (raw.bytesValue !== undefined) return raw.bytesValue === null ? null : readBytes(raw.bytesValue)
  return readUnknown(raw, file)
}

/** Nothing is a present, empty value; a field of a newer version is none at all. */
function readUnknown(raw: RawValue, file: OtlpFile): Value | undefined {
  const [field] = Object.keys(raw)
  if (field === undefined) return Array.isArray(raw) ? undefined : null
  if (field.includes('_') && !file.careful) throw needsCare
  return undefined
}

function orNull(raw: unknown): null | undefined {
  return raw === null ? null : undefined
}

/** A 64-bit integer as a string or number. */
function readInteger(raw: unknown, file: OtlpFile): number | bigint | undefined {
  if (typeof raw === 'string') return integerFromText(raw)
  if (typeof raw !== 'number') return undefined
  if (Number.isSafeInteger(raw)) return raw
  if (!file.careful) throw needsCare
  return undefined
}

/** Nanoseconds; null where absent or 0, undefined where it is no time. */
export function readTime(raw: unknown, file: OtlpFile): bigint | null | undefined {
  if (raw === undefined || raw === null || raw === '') return null
  const time = typeof raw === 'string' ? timeFromText(raw) : timeFromText(String(readInteger(raw, file)))
  return time === 0n ? null : time
}

/** JSON has no NaN: the protobuf mapping writes it as text, OpenTelemetry JS as null. */
function readDouble(raw: unknown): number | undefined {
  if (typeof raw === 'number') return raw
  if (raw === null || raw === 'NaN') return Number.NaN
  if (raw === 'Infinity') return Number.POSITIVE_INFINITY
  if (raw === '-Infinity') return Number.NEGATIVE_INFINITY
  if (typeof raw !== 'string' || !/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(raw)) return undefined
  return Number(raw)
}

function readList(raw: unknown, file: OtlpFile, depth: number): Value | undefined {
  const values = valuesOf(raw)
  if (values === undefined) return undefined
  const list: Value[] = []
  const entries: readonly (RawValue | null)[] = values
  for (const entry of entries) {
    const value = readValue(entry, file, depth + 1)
    if (value === undefined) return undefined
    list.push(value)
  }
  return list
}

function readMap(raw: unknown, file: OtlpFile, depth: number): Value | undefined {
  const values = valuesOf(raw)
  if (values === undefined) return undefined
  const map: Record<string, Value> = Object.create(null)
  const entries: readonly (RawKeyValue | null)[] = values
  for (const pair of entries) {
    const value = readValue(pair?.value, file, depth + 1)
    if (typeof pair?.key !== 'string' || value === undefined) return undefined
    if (pair.key in map) file.repeatedKeys = true
    map[pair.key] = value
  }
  return map
}

/** Entries of a list or key-value list, which may be anything; undefined where there is no list. */
export function valuesOf(raw: unknown) {
  if (raw === null) return []
  if (typeof raw !== 'object') return undefined
  const { values }: { readonly values?: unknown } = raw ?? {}
  if (values === undefined || values === null) return unknownList(raw ?? {}) === undefined ? [] : undefined
  return Array.isArray(values) ? values : undefined
}

function readBytes(raw: unknown): Uint8Array | undefined {
  if (typeof raw !== 'string' || !/^[A-Za-z0-9+/_-]*={0,2}$/.test(raw)) return undefined
  const digits = raw.replace(/=+$/, '').length
  if (digits % 4 === 1 || (raw.length !== digits && raw.length % 4 !== 0)) return undefined
  return new Uint8Array(Buffer.from(raw, 'base64'))
}
