import type { Resource, Span } from '../model/span.ts'
import { asBuffer } from './byte-chunks.ts'
import { readJaegerSpan, readProcess } from './jaeger-span.ts'
import { readJson } from './json-content.ts'
import { parseHead } from './json-head.ts'
import { isObject, listOf } from './json-lists.ts'
import { quoted } from './quoted.ts'
import { defineReader, type ByteChunks, type ReadContext, type RecordingBatch } from './reader.ts'

/** One trace as the query API gives it; every field may hold anything. */
interface RawTrace {
  readonly traceID?: unknown
  readonly spans?: unknown
  readonly processes?: unknown
  readonly warnings?: unknown
}

/**
 * JSON of Jaeger's query API and of its user interface: `{ data: [trace, …] }`, a trace alone, or one of them per line.
 *
 * `CHILD_OF` in the same trace is the parent, every other reference a link; status, kind, scope and trace state are tags.
 * Lost: nanoseconds, trace flags, attributes of links and scopes, schema URLs, and the types of lists, maps and null,
 * which are JSON text. Source: `uimodel` of jaegertracing/jaeger, and the collector's translation to Jaeger.
 */
export const jaegerJson = defineReader({
  id: 'jaeger-json',
  title: 'Jaeger JSON',
  position: 'line',
  recognises: (head) => parseHead(asBuffer(head))?.documents.some(holdsTrace) === true,
  read,
})

const lists = new Set(['data'])

function holdsTrace(json: unknown): boolean {
  if (!isObject(json)) return false
  const { data }: { readonly data?: unknown } = json
  return isTrace(json) || listOf(data).some(isTrace)
}

function isTrace(json: unknown): boolean {
  if (!isObject(json)) return false
  const { traceID, spans }: RawTrace = json
  return typeof traceID === 'string' && Array.isArray(spans) && (spans.length === 0 || spans.some(isSpan))
}

function isSpan(json: unknown): boolean {
  return isObject(json) && 'spanID' in json
}

async function* read(chunks: ByteChunks, context: ReadContext): AsyncGenerator<RecordingBatch> {
  const warnings = new Map<string, number>()
  for await (const { json, line } of readJson(chunks, lists, context)) {
    if (!isObject(json) || !Array.isArray((json as RawTrace).spans)) {
      context.unreadable({ line, message: `${quoted(json)} stands where Jaeger writes a trace with \`spans\`` })
      continue
    }
    const spans = readTrace(json, line, context, warnings)
    if (spans.length > 0) yield { spans, logEvents: [] }
  }
  for (const [warning, count] of warnings) {
    const times = count === 1 ? '' : ` (${count} times)`
    context.note(`Jaeger warns${times}: ${quoted(warning)}`)
  }
}

function readTrace(
  trace: RawTrace,
  line: number,
  context: ReadContext,
  warnings: Map<string, number>,
): readonly Span[] {
  const processes = readProcesses(trace.processes)
  const spans: Span[] = []
  addWarnings(trace.warnings, warnings)
  const fault = (message: string) => context.unreadable({ line, message })
  for (const [index, raw] of (listOf(trace.spans) as readonly unknown[]).entries()) {
    const span = isObject(raw)
      ? readJaegerSpan(raw, trace.traceID, resourceOf(raw, processes), line, fault)
      : 'is no object'
    if (typeof span === 'string') fault(`span ${index + 1} of trace ${quoted(trace.traceID)} ${span}`)
    else spans.push(span)
    if (isObject(raw)) addWarnings((raw as RawTrace).warnings, warnings)
  }
  return spans
}

function readProcesses(raw: unknown): ReadonlyMap<string, Resource> {
  const processes = new Map<string, Resource>()
  if (!isObject(raw)) return processes
  for (const [id, process] of Object.entries(raw)) {
    const resource = readProcess(process)
    if (resource !== undefined) processes.set(id, resource)
  }
  return processes
}

/** A span names its process, or, as some stores keep it, holds it. */
function resourceOf(raw: object, processes: ReadonlyMap<string, Resource>): Resource | undefined {
  const { processID, process }: { readonly processID?: unknown; readonly process?: unknown } = raw
  return typeof processID === 'string' ? processes.get(processID) : readProcess(process)
}

/** Different warnings that are told; each names its span or its numbers. */
const maxWarnings = 20

function addWarnings(raw: unknown, warnings: Map<string, number>): void {
  for (const warning of listOf(raw) as readonly unknown[]) {
    if (typeof warning !== 'string') continue
    if (warnings.has(warning) || warnings.size < maxWarnings) warnings.set(warning, (warnings.get(warning) ?? 0) + 1)
  }
}
