import type { Span } from '../model/span.ts'
import type { Value } from '../model/value.ts'
import { asBuffer } from './byte-chunks.ts'
import { headEntries } from './head-entries.ts'
import { describeId, readId, type IdEncoding } from './ids.ts'
import { readIsoTime } from './iso-time.ts'
import { describeObjectList, isObject, listOf } from './json-lists.ts'
import { readStatus } from './otlp-enums.ts'
import { newOtlpFile, takeFaults, type OtlpFile } from './otlp-file.ts'
import { asSpecified } from './otlp-json-careful.ts'
import { readSpan as readOtlpSpan } from './otlp-json-span.ts'
import { noResource, noScope, plainSpan, readAttributeMap } from './plain-span.ts'
import { spanSources } from './span-sources.ts'
import { quoted } from './quoted.ts'
import { readEntries, type EntryContext } from './read-entries.ts'
import { defineReader } from './reader.ts'

const lists = new Set(['data', 'spans'])

/**
 * Spans of Arize Phoenix: its REST API (`{ data, next_cursor }`), traces as its command line writes them (`{ spans }`), lists
 * and lines of either, spans nested in `child_spans`, and the API's variant in OTLP's words (`start_time_unix_nano`).
 *
 * `span_kind` is the OpenInference kind: it becomes the attribute `openinference.span.kind` where the span lacks that and the
 * kind is not `UNKNOWN`, which is what Phoenix says of spans without one. The variant flattens lists to indexed keys, which
 * stay as they are. Times are ISO text to the microsecond, also where the variant writes nanoseconds.
 * Lost: links, resource, scope, drop counts, and the OpenTelemetry kind (in the variant where it is absent).
 * Source: Phoenix's OpenAPI document, `Span` and `OtlpSpan`.
 */
export const phoenix = defineReader({
  id: 'phoenix',
  title: 'Phoenix spans',
  position: 'line',
  recognises: (head) => headEntries(asBuffer(head), lists).some((raw) => isRestSpan(raw) || isOtlpLike(raw)),
  read(chunks, context) {
    const ids: IdEncoding = { current: null }
    const file = newOtlpFile()
    // Entries are respelled and exact before they are read as OTLP.
    file.careful = true
    return readEntries(chunks, lists, context, (json, { line }, told) =>
      isOtlpLike(json) ? [readVariant(json, line, file, told)] : readNested(json, line, ids, told),
    )
  },
})

interface RawSpan {
  readonly name?: unknown
  readonly context?: { readonly trace_id?: unknown; readonly span_id?: unknown } | null
  readonly span_kind?: unknown
  readonly parent_id?: unknown
  readonly start_time?: unknown
  readonly end_time?: unknown
  readonly status_code?: unknown
  readonly status_message?: unknown
  readonly attributes?: unknown
  readonly events?: unknown
  readonly child_spans?: unknown
}

interface RawVariant {
  readonly trace_id?: unknown
  readonly start_time_unix_nano?: unknown
  readonly kind?: unknown
}

function isRestSpan(raw: RawSpan): boolean {
  return isObject(raw.context) && raw.context.trace_id !== undefined && typeof raw.span_kind === 'string'
}

function isOtlpLike(raw: RawVariant): boolean {
  return raw.trace_id !== undefined && raw.start_time_unix_nano !== undefined
}

const sourceOf = spanSources('phoenix')
const restSource = sourceOf({
  timePrecisionNano: 1000,
  isStringly: false,
  lacks: ['kind', 'links', 'resource', 'scope', 'dropped-counts'],
})

/** A span and the spans nested in it, parents first. Iterative: nesting may be as deep as the text is long. */
function* readNested(json: RawSpan, line: number, ids: IdEncoding, told: EntryContext): Generator<Span | string> {
  const open: { readonly raw: RawSpan; readonly parent: string | null }[] = [{ raw: json, parent: null }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const span = readSpan(next.raw, next.parent, line, ids, told)
    yield span
    const wrongList = describeObjectList('child_spans', next.raw.child_spans)
    if (wrongList !== undefined) {
      yield wrongList
      continue
    }
    const children: readonly RawSpan[] = listOf(next.raw.child_spans)
    const parent = typeof span === 'string' ? null : span.spanId
    for (const raw of children.toReversed()) open.push({ raw, parent })
  }
}

/** One span, or why it cannot be read. `outer`: the span it is nested in, where it does not name its parent itself. */
function readSpan(
  raw: RawSpan,
  outer: string | null,
  line: number,
  ids: IdEncoding,
  told: EntryContext,
): Span | string {
  const { trace_id: rawTraceId, span_id: rawSpanId } = raw.context ?? {}
  const traceId = readId(rawTraceId, 16, ids)
  const spanId = readId(rawSpanId, 8, ids)
  const parentSpanId = readId(raw.parent_id, 8, ids)
  if (traceId === undefined) return `has trace id ${quoted(rawTraceId)}, which ${describeId(rawTraceId, 16)}`
  if (spanId === undefined) return `has span id ${quoted(rawSpanId)}, which ${describeId(rawSpanId, 8)}`
  if (parentSpanId === undefined) return `has parent id ${quoted(raw.parent_id)}, which ${describeId(raw.parent_id, 8)}`
  if (traceId === null) return 'has no trace id, or one that is all zero'
  if (spanId === null) return 'has no span id, or one that is all zero'
  if (typeof raw.name !== 'string' || raw.name === '') return 'has no name'

  const start = readIsoTime(raw.start_time)
  const end = readIsoTime(raw.end_time)
  if (start === undefined) return `has start time ${quoted(raw.start_time)}, which is no ISO time`
  if (end === undefined) return `has end time ${quoted(raw.end_time)}, which is no ISO time`
  if (start === null) return 'has no start time'
  const wrongList = describeObjectList('events', raw.events)
  if (wrongList !== undefined) return wrongList
  const status = readStatus(raw.status_code, raw.status_message)
  if (status === undefined) return `has status code ${quoted(raw.status_code)}, which OpenTelemetry does not know`
  const { attributes, unread } = readAttributeMap(raw.attributes, `span ${quoted(spanId)}`, told)
  return plainSpan({
    traceId,
    spanId,
    parentSpanId: parentSpanId ?? outer,
    name: raw.name,
    startUnixNano: start,
    endUnixNano: end,
    status,
    attributes: withKind(attributes, raw.span_kind),
    events: readEvents(raw.events, spanId, told),
    droppedAttributes: unread,
    source: restSource,
    position: line,
  })
}

const kindKey = 'openinference.span.kind'

function withKind(attributes: Span['attributes'], kind: unknown): Span['attributes'] {
  const says = typeof kind === 'string' && kind !== '' && kind !== 'UNKNOWN'
  return says && !attributes.has(kindKey) ? new Map<string, Value>([...attributes, [kindKey, kind]]) : attributes
}

interface RawEvent {
  readonly name?: unknown
  readonly timestamp?: unknown
  readonly attributes?: unknown
}

function readEvents(raw: unknown, spanId: string, told: EntryContext): Span['events'] {
  const events: readonly RawEvent[] = listOf(raw)
  return events.map((event) => {
    const owner = `an event of span ${quoted(spanId)}`
    const time = readIsoTime(event.timestamp)
    if (time === undefined) told.fault(`${owner} has time ${quoted(event.timestamp)}, which is no ISO time`)
    const { attributes, unread } = readAttributeMap(event.attributes, owner, told)
    return {
      name: typeof event.name === 'string' ? event.name : '',
      timeUnixNano: time ?? null,
      attributes,
      source: 'span',
      body: null,
      droppedAttributes: unread,
    }
  })
}

/** The variant is a span of OTLP/JSON in snake_case, without resource and scope around it. */
function readVariant(raw: RawVariant, line: number, file: OtlpFile, told: EntryContext): Span | string {
  const spelled = asSpecified(raw)
  const span = isObject(spelled) ? readOtlpSpan(spelled, noResource, noScope, line, file) : 'is no object'
  const fault = takeFaults(file)
  if (fault !== null) told.fault(fault)
  if (typeof span === 'string') return span
  const lacksKind = raw.kind === undefined || raw.kind === null
  const lacks = ['links', 'resource', 'scope'] as const
  return {
    ...span,
    source: sourceOf({ timePrecisionNano: 1000, isStringly: false, lacks: lacksKind ? ['kind', ...lacks] : lacks }),
  }
}
