import type { Span } from '../model/span.ts'
import { type Attributes, isValueMap, type Value } from '../model/value.ts'

const numberBytes = 8

/** Bytes a span carries, whatever the format: text in UTF-8, 8 per number; ids, times and resource are not counted. */
export function spanSize(span: Span): number {
  let bytes = textBytes(span.name) + attributeBytes(span.attributes)
  for (const event of span.events) {
    bytes += textBytes(event.name) + attributeBytes(event.attributes) + valueBytes(event.body)
  }
  for (const link of span.links) bytes += attributeBytes(link.attributes)
  return bytes
}

function attributeBytes(attributes: Attributes): number {
  let bytes = 0
  for (const [key, value] of attributes) bytes += textBytes(key) + valueBytes(value)
  return bytes
}

/** Walks with a list instead of recursion: values nest as deep as the producer likes. */
function valueBytes(value: Value): number {
  if (typeof value === 'string') return textBytes(value)
  let bytes = 0
  const open: Value[] = [value]
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    if (typeof item === 'string') bytes += textBytes(item)
    else if (typeof item === 'number' || typeof item === 'bigint') bytes += numberBytes
    else if (typeof item === 'boolean') bytes += 1
    else if (item instanceof Uint8Array) bytes += item.byteLength
    else if (Array.isArray(item)) for (const member of item as readonly Value[]) open.push(member)
    else if (isValueMap(item)) {
      for (const [key, member] of Object.entries(item)) {
        bytes += textBytes(key)
        open.push(member)
      }
    }
  }
  return bytes
}

function textBytes(text: string): number {
  return Buffer.byteLength(text, 'utf8')
}
