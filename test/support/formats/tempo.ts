import type { Span } from '../../../src/model/span.ts'
import { encodeJson, type JsonStyle } from '../otlp/encode-json.ts'

/** The list of resources, as Tempo has it: enum names, ids in base64 unless the style says otherwise. */
export function tempoBatches(spans: readonly Span[], style: JsonStyle = {}): unknown[] {
  const request: { readonly [list: string]: unknown } = JSON.parse(
    encodeJson(spans, { ids: 'base64', enums: 'name', ...style }),
  )
  const [batches] = Object.values(request)
  return batches as unknown[]
}
