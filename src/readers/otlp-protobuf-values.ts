import type { BinaryReader } from '@bufbuild/protobuf/wire'
import { noAttributes, type Attributes, type Value } from '../model/value.ts'
import { narrowed } from './integers.ts'
import { maxValueDepth } from './limits.ts'
import type { OtlpFile } from './otlp-file.ts'
import { eachField, enter } from './protobuf-fields.ts'

/** `KeyValue`: 1 key, 2 value. Undefined where either is in an encoding this version cannot read. */
function readKeyValue(
  reader: BinaryReader,
  outer: number,
  depth: number,
): { readonly key: string; readonly value: Value } | undefined {
  const end = enter(reader, outer)
  let key: string | undefined
  let value: Value | undefined = null
  let unknown = false
  eachField(reader, end, (tag) => {
    if (tag === 10) key = reader.string(true)
    else if (tag === 18) value = readValue(reader, end, depth)
    else {
      unknown = true
      return false
    }
    return true
  })
  if (value === undefined || (key === undefined && unknown)) return undefined
  return { key: key ?? '', value }
}

/** Adds one `KeyValue`, which starts with its length; what cannot be read counts in `file.unread`. */
export function readAttribute(reader: BinaryReader, end: number, attributes: Map<string, Value>, file: OtlpFile): void {
  const entry = readKeyValue(reader, end, 1)
  if (entry === undefined) {
    file.unread += 1
    return
  }
  if (attributes.has(entry.key)) file.repeatedKeys = true
  attributes.set(entry.key, entry.value)
}

/** The attributes, or the shared empty ones. */
export function sealed(attributes: Map<string, Value>): Attributes {
  return attributes.size === 0 ? noAttributes : attributes
}

/** `AnyValue`: 1 string, 2 bool, 3 int64, 4 double, 5 list, 6 key-value list, 7 bytes; the last field counts. */
function readValue(reader: BinaryReader, outer: number, depth: number): Value | undefined {
  const end = enter(reader, outer)
  let value: Value | undefined
  const empty = reader.pos === end
  if (depth > maxValueDepth) {
    reader.pos = end
    return undefined
  }
  eachField(reader, end, (tag) => {
    if (tag === 10) value = reader.string(true)
    else if (tag === 16) value = reader.bool()
    else if (tag === 24) value = narrowed(BigInt(reader.int64()))
    else if (tag === 33) value = reader.double()
    else if (tag === 42) value = readList(reader, end, depth)
    else if (tag === 50) value = readMap(reader, end, depth)
    else if (tag === 58) value = new Uint8Array(reader.bytes())
    else return false
    return true
  })
  return empty ? null : value
}

function readList(reader: BinaryReader, outer: number, depth: number): Value | undefined {
  const end = enter(reader, outer)
  const list: Value[] = []
  let whole = true
  eachField(reader, end, (tag) => {
    if (tag !== 10) return false
    const value = readValue(reader, end, depth + 1)
    if (value === undefined) whole = false
    else list.push(value)
    return true
  })
  return whole ? list : undefined
}

function readMap(reader: BinaryReader, outer: number, depth: number): Value | undefined {
  const end = enter(reader, outer)
  const map: Record<string, Value> = Object.create(null)
  let whole = true
  eachField(reader, end, (tag) => {
    if (tag !== 10) return false
    const entry = readKeyValue(reader, end, depth + 1)
    if (entry === undefined) whole = false
    else map[entry.key] = entry.value
    return true
  })
  return whole ? map : undefined
}
