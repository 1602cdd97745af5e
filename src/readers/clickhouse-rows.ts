import type { Resource, Span } from '../model/span.ts'
import { asBuffer } from './byte-chunks.ts'
import { readRow } from './clickhouse-row.ts'
import { readJson } from './json-content.ts'
import { parseHead } from './json-head.ts'
import { isObject, listOf } from './json-lists.ts'
import { quoted } from './quoted.ts'
import { defineReader, type ByteChunks, type ReadContext, type RecordingBatch } from './reader.ts'

/**
 * Rows of the OpenTelemetry Collector's `otel_traces` table in ClickHouse, in format `JSONEachRow` or `JSON`.
 *
 * Columns that a query left out are said to lack. Lost: dropped counts, trace flags, attributes of scopes, schema URLs;
 * with columns of type `Map` the types of all attributes, with those of type `JSON` the difference between a map and
 * keys with dots. Old tables keep the scope among the attributes. Source: schema of the collector's ClickHouse exporter.
 */
export const clickhouseRows = defineReader({
  id: 'clickhouse-rows',
  title: 'ClickHouse rows',
  position: 'line',
  recognises: (head) => parseHead(asBuffer(head))?.documents.some(holdsRow) === true,
  read,
})

function holdsRow(json: unknown): boolean {
  if (!isObject(json)) return false
  const { data }: { readonly data?: unknown } = json
  return isRow(json) || listOf(data).some(isRow)
}

function isRow(json: unknown): boolean {
  return isObject(json) && 'TraceId' in json && ('SpanName' in json || 'SpanId' in json)
}

/** Rows that are handed on together. */
const batchSpans = 256

async function* read(chunks: ByteChunks, context: ReadContext): AsyncGenerator<RecordingBatch> {
  const share = shareResources()
  let spans: Span[] = []
  for await (const { json, line } of readJson(chunks, new Set(['data']), context)) {
    const fault = (message: string): void => context.unreadable({ line, message })
    const span = isObject(json) ? readRow(json, line, share, fault) : 'is no object'
    if (typeof span === 'string') {
      const { SpanId: id }: { readonly SpanId?: unknown } = isObject(json) ? json : {}
      fault(id === undefined ? `a row ${span}` : `the row of span ${quoted(id)} ${span}`)
      continue
    }
    spans.push(span)
    if (spans.length < batchSpans) continue
    yield { spans, logEvents: [] }
    spans = []
  }
  if (spans.length > 0) yield { spans, logEvents: [] }
}

/** Resources that are kept to be shared. */
const maxResources = 1000

/** Rows repeat their resource: equal ones become one object. */
function shareResources(): (resource: Resource) => Resource {
  const known = new Map<string, Resource>()
  return (resource) => {
    const key = JSON.stringify([...resource.attributes, resource.droppedAttributes], (_, value: unknown) =>
      typeof value === 'bigint' ? `${value}n` : value,
    )
    const found = known.get(key)
    if (found !== undefined) return found
    if (known.size >= maxResources) known.clear()
    known.set(key, resource)
    return resource
  }
}
