import type { BinaryReader } from '@bufbuild/protobuf/wire'
import { noAttributes, type Attributes, type Value } from '../model/value.ts'
import { narrowed } from './integers.ts'
import { maxValueDepth } from './limits.ts'
import { addFault, type OtlpFile } from './otlp-file.ts'
import { placeOf, type Owner } from './otlp-owner.ts'
import { eachField, enter } from './protobuf-fields.ts'
import { quoted } from './quoted.ts'

/** `KeyValue`: 1 key, 2 value; either is undefined where this version cannot read it. */
function readKeyValue(
  reader: BinaryReader,
  outer: number,
  depth: number,
  file: OtlpFile,
): { readonly key: string | undefined; readonly value: Value | undefined } {
  const end = enter(reader, outer)
  let key: string | undefined
  let value: Value | undefined = null
  let unknown = false
  eachField(reader, end, (tag) => {
    if (tag === 10) key = reader.string(true)
    else if (tag === 18) value = readValue(reader, end, depth, file)
    else {
      unknown = true
      return false
    }
    return true
  })
  return { key: key ?? (unknown ? undefined : ''), value }
}

/**
 * Adds one `KeyValue`, which starts with its length. What cannot be read counts in `file.unread`: a value that is too
 * deep is a fault of `owner`, anything else is in an encoding of a newer OTLP.
 */
export function readAttribute(
  reader: BinaryReader,
  end: number,
  attributes: Map<string, Value>,
  file: OtlpFile,
  owner: Owner,
  spanId: string,
): void {
  const { key, value } = readKeyValue(reader, end, 1, file)
  if (key === undefined || value === undefined) {
    file.unread += 1
    if (file.tooDeep) {
      const which = key === undefined ? 'an attribute' : `attribute ${quoted(key)}`
      addFault(
        file,
        `${which} of ${placeOf(owner, spanId)} is nested deeper than ${maxValueDepth} levels, which is not read; flatten it`,
      )
    } else file.newerEncoding = true
    file.tooDeep = false
    return
  }
  if (attributes.has(key)) file.repeatedKeys = true
  attributes.set(key, value)
}

/** The attributes, or the shared empty ones. */
export function sealed(attributes: Map<string, Value>): Attributes {
  return attributes.size === 0 ? noAttributes : attributes
}

/** `AnyValue`: 1 string, 2 bool, 3 int64, 4 double, 5 list, 6 key-value list, 7 bytes; the last field counts. */
function readValue(reader: BinaryReader, outer: number, depth: number, file: OtlpFile): Value | undefined {
  const end = enter(reader, outer)
  let value: Value | undefined
  const empty = reader.pos === end
  if (depth > maxValueDepth) {
    reader.pos = end
    file.tooDeep = true
    return undefined
  }
  eachField(reader, end, (tag) => {
    if (tag === 10) value = reader.string(true)
    else if (tag === 16) value = reader.bool()
    else if (tag === 24) value = narrowed(BigInt(reader.int64()))
    else if (tag === 33) value = reader.double()
    else if (tag === 42) value = readList(reader, end, depth, file)
    else if (tag === 50) value = readMap(reader, end, depth, file)
    else if (tag === 58) value = new Uint8Array(reader.bytes())
    else return false
    return true
  })
  return empty ? null : value
}

function readList(reader: BinaryReader, outer: number, depth: number, file: OtlpFile): Value | undefined {
  const end = enter(reader, outer)
  const list: Value[] = []
  let whole = true
  eachField(reader, end, (tag) => {
    if (tag !== 10) return false
    const value = readValue(reader, end, depth + 1, file)
    if (value === undefined) whole = false
    else list.push(value)
    return true
  })
  return whole ? list : undefined
}

function readMap(reader: BinaryReader, outer: number, depth: number, file: OtlpFile): Value | undefined {
  const end = enter(reader, outer)
  const map: Record<string, Value> = Object.create(null)
  let whole = true
  eachField(reader, end, (tag) => {
    if (tag !== 10) return false
    const { key, value } = readKeyValue(reader, end, depth + 1, file)
    if (key === undefined || value === undefined) whole = false
    else map[key] = value
    return true
  })
  return whole ? map : undefined
}
