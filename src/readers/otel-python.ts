import { spanKinds, type LackingPart, type Resource, type Scope, type Span } from '../model/span.ts'
import { asBuffer } from './byte-chunks.ts'
import { isDecimal, readIdOrDecimal } from './decimal-ids.ts'
import { headEntries } from './head-entries.ts'
import type { IdEncoding } from './ids.ts'
import { readIsoTime } from './iso-time.ts'
import { describeObjectList, isObject, listOf } from './json-lists.ts'
import { readKind, readStatus } from './otlp-enums.ts'
import { noResource, noScope, plainSpan, readAttributeMap, shareEqual } from './plain-span.ts'
import { spanSources } from './span-sources.ts'
import { quoted } from './quoted.ts'
import { readEntries, type EntryContext } from './read-entries.ts'
import { defineReader } from './reader.ts'
import { nanosOfInteger } from './times.ts'

const lists = new Set(['spans'])

/**
 * Dumps of the OpenTelemetry Python SDK: `span.to_json()` (what its console exporter prints), one after another, in a list,
 * or in `{ spans: […] }`; and flat records of the same members (`trace_id`, `span_id`, `parent_span_id`).
 *
 * Ids are hex with `0x` or without, or decimal integers; one that went through a floating-point number is refused. Times are
 * ISO text to the microsecond, or whole nanoseconds. The span's own trace flags are not read: dumps that have them have
 * constants. Lost: dropped counts; in `to_json` the scope; in flat records kind, resource and links.
 */
export const otelPython = defineReader({
  id: 'otel-python',
  title: 'OpenTelemetry Python spans',
  position: 'line',
  recognises: (head) => headEntries(asBuffer(head), lists).some(isPythonSpan),
  read(chunks, context) {
    const file: PythonFile = { ids: { current: null }, resources: shareEqual(), scopes: shareEqual() }
    return readEntries(chunks, lists, context, function* (json, { line }, told) {
      yield readSpan(json, line, file, told)
    })
  },
})

/** What the spans of one file have in common. */
interface PythonFile {
  readonly ids: IdEncoding
  readonly resources: (next: Resource) => Resource
  readonly scopes: (next: Scope) => Scope
}

interface RawContext {
  readonly trace_id?: unknown
  readonly span_id?: unknown
  readonly trace_state?: unknown
}

interface RawSpan extends RawContext {
  readonly name?: unknown
  readonly kind?: unknown
  readonly span_kind?: unknown
  readonly context?: RawContext | null
  readonly parent?: RawContext | null
  readonly parent_id?: unknown
  readonly parent_span_id?: unknown
  readonly start_time?: unknown
  readonly end_time?: unknown
  readonly start_time_unix_nano?: unknown
  readonly status?: RawStatus | null
  readonly attributes?: unknown
  readonly events?: unknown
  readonly span_events?: unknown
  readonly links?: unknown
  readonly resource?: { readonly attributes?: unknown; readonly schema_url?: unknown } | null
  readonly scope?: { readonly name?: unknown; readonly version?: unknown } | null
}

interface RawStatus {
  readonly status_code?: unknown
  readonly code?: unknown
  readonly description?: unknown
  readonly message?: unknown
}

interface RawEvent {
  readonly name?: unknown
  readonly event_name?: unknown
  readonly timestamp?: unknown
  readonly attributes?: unknown
}

interface RawLink {
  readonly context?: RawContext | null
  readonly attributes?: unknown
}

/** Phoenix writes the same members, but its own `span_kind`, or times under OTLP's names. */
function isPythonSpan(raw: RawSpan): boolean {
  if (raw.start_time === undefined || raw.span_kind !== undefined || raw.start_time_unix_nano !== undefined)
    return false
  if (isObject(raw.context)) return raw.context.trace_id !== undefined
  return raw.trace_id !== undefined && raw.span_id !== undefined && raw.parent_span_id !== undefined
}

const sourceOf = spanSources('otel-python')

/** One span, or why it cannot be read. */
function readSpan(raw: RawSpan, line: number, file: PythonFile, told: EntryContext): Span | string {
  const context: RawContext = isObject(raw.context) ? raw.context : raw
  const parentRaw = raw.parent?.span_id ?? raw.parent_id ?? raw.parent_span_id
  const traceId = readIdOrDecimal(context.trace_id, 16, file.ids, false)
  if (traceId === null) return 'has no trace id, or one that is zero'
  if (typeof traceId !== 'string') return `has trace id ${traceId.fault}`
  // A trace id of 128 bits that kept all its digits tells that the ids beside it did.
  const isExact = isDecimal(context.trace_id, 16)
  const spanId = readIdOrDecimal(context.span_id, 8, file.ids, isExact)
  if (spanId === null) return 'has no span id, or one that is zero'
  if (typeof spanId !== 'string') return `has span id ${spanId.fault}`
  const parentSpanId = readIdOrDecimal(parentRaw, 8, file.ids, isExact)
  if (typeof parentSpanId === 'object' && parentSpanId !== null) return `has parent span id ${parentSpanId.fault}`
  if (typeof raw.name !== 'string' || raw.name === '') return 'has no name'

  const start = readTime(raw.start_time)
  const end = readTime(raw.end_time)
  if (start === undefined) return `has start time ${quoted(raw.start_time)}, which is neither ISO text nor nanoseconds`
  if (end === undefined) return `has end time ${quoted(raw.end_time)}, which is neither ISO text nor nanoseconds`
  if (start === null) return 'has no start time'
  const events = raw.events ?? raw.span_events
  const wrongList = describeObjectList('events', events) ?? describeObjectList('links', raw.links)
  if (wrongList !== undefined) return wrongList
  const status = readPythonStatus(raw.status)
  if (status === undefined) return `has status ${quoted(codeOf(raw.status))}, which OpenTelemetry does not know`
  const kind = readPythonKind(raw.kind)
  if (kind === undefined) told.note(`a span has kind ${quoted(raw.kind)}, which the SDK does not know; it is left open`)
  const { attributes, unread } = readAttributeMap(raw.attributes, `span ${quoted(spanId)}`, told)
  const links = readLinks(raw.links, spanId, file, told)
  return plainSpan({
    traceId,
    spanId,
    parentSpanId,
    name: raw.name,
    kind: kind ?? 'unspecified',
    startUnixNano: start,
    endUnixNano: end,
    status,
    attributes,
    events: readEvents(events, spanId, told),
    links,
    resource: readResource(raw.resource, file, told),
    scope: readScope(raw.scope, file),
    traceState: readTraceState(context.trace_state),
    droppedAttributes: unread,
    droppedLinks: listOf(raw.links).length - links.length,
    source: sourceOf({
      timePrecisionNano: typeof raw.start_time === 'string' ? 1000 : 1,
      isStringly: false,
      lacks: lackingParts(raw),
    }),
    position: line,
  })
}

/** Members that may be missing in a dump, and what is lacking without them. */
const optionalParts = [
  ['kind', ['kind']],
  ['status', ['status']],
  ['events', ['events', 'span_events']],
  ['links', ['links']],
  ['resource', ['resource']],
  ['scope', ['scope']],
] as const satisfies readonly (readonly [LackingPart, readonly (keyof RawSpan)[]])[]

function lackingParts(raw: RawSpan): LackingPart[] {
  const lacks: LackingPart[] = ['dropped-counts']
  for (const [part, members] of optionalParts) {
    if (members.every((member) => raw[member] === undefined || raw[member] === null)) lacks.push(part)
  }
  if (!('end_time' in raw)) lacks.push('end')
  return lacks
}

/** Null where there is none. */
function readTime(raw: unknown): bigint | null | undefined {
  const nanos = nanosOfInteger(raw, 1n)
  if (nanos === undefined) return readIsoTime(raw)
  return nanos === 0n ? null : nanos
}

/** `SpanKind.INTERNAL`, `internal`, or Python's number, which counts from 0 (internal). */
function readPythonKind(raw: unknown): Span['kind'] | undefined {
  if (typeof raw === 'number') return Number.isInteger(raw) && raw >= 0 ? spanKinds[raw + 1] : undefined
  return readKind(typeof raw === 'string' ? raw.replace(/^SpanKind\./, '') : raw)
}

function codeOf(raw: RawStatus | null | undefined): unknown {
  return isObject(raw) ? (raw.status_code ?? raw.code) : raw
}

function readPythonStatus(raw: RawStatus | null | undefined): Span['status'] | undefined {
  const code = codeOf(raw)
  return readStatus(
    typeof code === 'string' ? code.replace(/^StatusCode\./, '') : code,
    raw?.description ?? raw?.message,
  )
}

/** `to_json` writes the text of a Python list: `[]`, or `['vendor=1']`. */
function readTraceState(raw: unknown): string {
  return typeof raw === 'string' && raw !== '[]' ? raw : ''
}

function readEvents(raw: unknown, spanId: string, told: EntryContext): Span['events'] {
  const events: readonly RawEvent[] = listOf(raw)
  return events.map((event) => {
    const owner = `an event of span ${quoted(spanId)}`
    const time = readTime(event.timestamp)
    if (time === undefined) told.fault(`${owner} has time ${quoted(event.timestamp)}, which is no time`)
    const { attributes, unread } = readAttributeMap(event.attributes, owner, told)
    const name = event.name ?? event.event_name
    return {
      name: typeof name === 'string' ? name : '',
      timeUnixNano: time ?? null,
      attributes,
      source: 'span',
      body: null,
      droppedAttributes: unread,
    }
  })
}

/** A link without both ids leads nowhere: it is left out, and counts as dropped. */
function readLinks(raw: unknown, ownSpanId: string, file: PythonFile, told: EntryContext): Span['links'] {
  const links: readonly RawLink[] = listOf(raw)
  return links.flatMap((link) => {
    const owner = `a link of span ${quoted(ownSpanId)}`
    const traceId = readIdOrDecimal(link.context?.trace_id, 16, file.ids, false)
    const spanId = readIdOrDecimal(link.context?.span_id, 8, file.ids, isDecimal(link.context?.trace_id, 16))
    if (typeof traceId !== 'string' || typeof spanId !== 'string') {
      told.fault(`${owner} has no trace id and span id that can be read`)
      return []
    }
    const { attributes, unread } = readAttributeMap(link.attributes, owner, told)
    return [{ traceId, spanId, attributes, droppedAttributes: unread }]
  })
}

function readResource(raw: RawSpan['resource'], file: PythonFile, told: EntryContext): Resource {
  if (!isObject(raw)) return noResource
  const { attributes, unread } = readAttributeMap(raw.attributes, 'the resource', told)
  const dropped = unread === 0 ? {} : { droppedAttributes: unread }
  return file.resources({ attributes, schemaUrl: textOf(raw.schema_url), ...dropped })
}

function readScope(raw: RawSpan['scope'], file: PythonFile): Scope {
  if (!isObject(raw)) return noScope
  return file.scopes({ ...noScope, name: textOf(raw.name), version: textOf(raw.version) })
}

function textOf(raw: unknown): string {
  return typeof raw === 'string' ? raw : ''
}
