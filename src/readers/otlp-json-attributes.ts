import { KeyedAttributes } from '../model/keyed-attributes.ts'
import { noAttributes, type Attributes, type Value } from '../model/value.ts'
import { addFault, type OtlpFile } from './otlp-file.ts'
import { holdsSeveral } from './otlp-json-fields.ts'
import { faultOf, keyFaultOf } from './otlp-json-faults.ts'
import { readValue, type RawKeyValue } from './otlp-json-values.ts'
import { placeOf, type Owner } from './otlp-owner.ts'
import { quoted } from './quoted.ts'

/**
 * Attributes of a list of `KeyValue`. What cannot be read is left out, added to `file.unread`, and named as a fault of
 * `owner` with the span's id.
 */
export function readAttributes(list: unknown, file: OtlpFile, owner: Owner, spanId: string): Attributes {
  if (!Array.isArray(list)) {
    if (list === undefined || list === null) return noAttributes
    file.unread += 1
    addFault(file, `the attributes of ${placeOf(owner, spanId)} are ${quoted(list)}; OTLP/JSON wants a list`)
    return noAttributes
  }
  if (list.length === 0) return noAttributes
  const entries: readonly (RawKeyValue | null)[] = list
  const shape = owner === 'span' ? file.shapeOf(entries) : undefined
  const values = shape === undefined ? undefined : readValues(entries, file)
  if (shape !== undefined && values !== undefined) return new KeyedAttributes(shape, values)

  const attributes = new Map<string, Value>()
  let unread = 0
  for (const entry of entries) {
    const key = entry?.key
    const value = readEntry(entry, file)
    if (typeof key === 'string' && value !== undefined) attributes.set(key, value)
    else {
      unread += 1
      blame(entry, file, owner, spanId)
    }
  }
  if (attributes.size + unread < entries.length) file.repeatedKeys = true
  file.unread += unread
  return attributes
}

function readEntry(entry: RawKeyValue | null, file: OtlpFile): Value | undefined {
  const raw = entry?.value
  const text = raw?.stringValue
  return typeof text === 'string' && !holdsSeveral(raw!) ? text : readValue(raw, file, 1)
}

/** Undefined where a value cannot be read. */
function readValues(entries: readonly (RawKeyValue | null)[], file: OtlpFile): Value[] | undefined {
  const values: Value[] = []
  for (const entry of entries) {
    const value = readEntry(entry, file)
    if (value === undefined) return undefined
    values.push(value)
  }
  return values
}

/** Tells why an attribute is left out: damage, or a newer encoding. */
function blame(entry: RawKeyValue | null | undefined, file: OtlpFile, owner: Owner, spanId: string): void {
  const keyFault = keyFaultOf(entry)
  const fault = keyFault === undefined ? faultOf(entry?.value, file) : keyFault
  if (fault === null) file.newerEncoding = true
  else if (keyFault === undefined) {
    addFault(file, `attribute ${quoted(entry?.key)} of ${placeOf(owner, spanId)} ${fault}`)
  } else addFault(file, `an attribute of ${placeOf(owner, spanId)} ${fault}; fix the exporter`)
}

/** Body of a log record; null where it has none, or one that cannot be read. */
export function readBody(raw: RawKeyValue['value'], file: OtlpFile, spanId: string): Value {
  const body = readValue(raw, file, 1)
  if (body !== undefined) return body
  const fault = faultOf(raw, file)
  if (fault === null) file.newerEncoding = true
  else addFault(file, `the body of ${placeOf('a log record of span', spanId)} ${fault}`)
  return null
}
