import type { SpanSketch } from '../sketch.ts'

/** Bytes of names, keys and values, 8 per number: what `maxBytes` counts. */
export function carriedBytes(spans: readonly SpanSketch[]): number {
  let bytes = 0
  for (const { name, attributes = {} } of spans) {
    bytes += name.length
    for (const [key, value] of Object.entries(attributes)) {
      if (value === undefined) continue
      const texts = Array.isArray(value) ? value : [value]
      bytes += key.length
      for (const text of texts) bytes += typeof text === 'string' ? text.length : 8
    }
  }
  return bytes
}
