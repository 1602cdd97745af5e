import { completeSource, type Resource, type Scope, type Span, type SpanEvent, type SpanLink } from '../model/span.ts'
import { describeId, readId } from './ids.ts'
import { readKind, readStatus } from './otlp-enums.ts'
import { addFault, type OtlpFile } from './otlp-file.ts'
import { readAttributes } from './otlp-json-attributes.ts'
import { isList, isObject, listOf } from './json-lists.ts'
import { placeOf, type Owner } from './otlp-owner.ts'
import { readTime } from './otlp-json-values.ts'
import { quoted } from './quoted.ts'

/** A span as JSON; every field may hold anything. */
export interface RawSpan {
  readonly traceId?: unknown
  readonly spanId?: unknown
  readonly traceState?: unknown
  readonly parentSpanId?: unknown
  readonly flags?: unknown
  readonly name?: unknown
  readonly kind?: unknown
  readonly startTimeUnixNano?: unknown
  readonly endTimeUnixNano?: unknown
  readonly attributes?: unknown
  readonly droppedAttributesCount?: unknown
  readonly events?: unknown
  readonly droppedEventsCount?: unknown
  readonly links?: unknown
  readonly droppedLinksCount?: unknown
  readonly status?: { readonly code?: unknown; readonly message?: unknown } | null
}

interface RawEvent {
  readonly timeUnixNano?: unknown
  readonly name?: unknown
  readonly attributes?: unknown
  readonly droppedAttributesCount?: unknown
}

interface RawLink {
  readonly traceId?: unknown
  readonly spanId?: unknown
  readonly attributes?: unknown
  readonly droppedAttributesCount?: unknown
}

const source = completeSource('otlp-json')
const noEvents: readonly SpanEvent[] = []
const noLinks: readonly SpanLink[] = []

/** One span, or why it cannot be read. */
export function readSpan(
  raw: RawSpan,
  resource: Resource,
  scope: Scope,
  position: number,
  file: OtlpFile,
): Span | string {
  // Spans of one trace mostly follow each other.
  const traceId = raw.traceId === file.traceId ? file.traceId : readId(raw.traceId, 16, file.ids)
  const spanId = readId(raw.spanId, 8, file.ids)
  const parentSpanId = readId(raw.parentSpanId, 8, file.ids)
  if (traceId === undefined) return `has trace id ${quoted(raw.traceId)}, which ${describeId(raw.traceId, 16)}`
  if (spanId === undefined) return `has span id ${quoted(raw.spanId)}, which ${describeId(raw.spanId, 8)}`
  if (parentSpanId === undefined) {
    return `has parent span id ${quoted(raw.parentSpanId)}, which ${describeId(raw.parentSpanId, 8)}`
  }
  if (traceId === null) return 'has no trace id, or one that is all zero'
  if (spanId === null) return 'has no span id, or one that is all zero'

  file.traceId = traceId

  const { name } = raw
  if (typeof name !== 'string' || name === '') return 'has no name'
  const start = readTime(raw.startTimeUnixNano, file)
  const end = readTime(raw.endTimeUnixNano, file)
  if (start === undefined)
    return `has start time ${quoted(raw.startTimeUnixNano)}, which is no nanoseconds since the epoch`
  if (end === undefined) return `has end time ${quoted(raw.endTimeUnixNano)}, which is no nanoseconds since the epoch`
  if (start === null) return 'has no start time'
  const wrongList = describeLists(raw)
  if (wrongList !== undefined) return wrongList
  const status = readSpanStatus(raw.status, spanId, file)
  if (typeof status === 'string') return status

  const kind = readKind(raw.kind)
  if (kind === undefined) file.unknownKind ??= quoted(raw.kind)
  file.unread = 0
  const attributes = readAttributes(raw.attributes, file, 'span', spanId)
  const droppedAttributes = readCount(raw.droppedAttributesCount) + file.unread
  const rawEvents: readonly RawEvent[] = listOf(raw.events)
  const rawLinks: readonly RawLink[] = listOf(raw.links)
  const events = rawEvents.length === 0 ? noEvents : readEvents(rawEvents, file, spanId)
  const links = rawLinks.length === 0 ? noLinks : readLinks(rawLinks, file, spanId)
  return {
    traceId,
    spanId,
    parentSpanId,
    name: file.recentName(name),
    kind: kind ?? 'unspecified',
    startUnixNano: start,
    endUnixNano: end,
    status,
    attributes,
    events,
    links,
    resource,
    scope,
    traceState: readText(raw.traceState, 'trace state', 'span', spanId, file),
    flags: readFlags(raw.flags, spanId, file),
    droppedAttributes,
    droppedEvents: readCount(raw.droppedEventsCount),
    droppedLinks: readCount(raw.droppedLinksCount) + rawLinks.length - links.length,
    source,
    position,
  }
}

/** What is wrong with the lists of a span: a list that is none, or an entry that is no object. */
function describeLists(raw: RawSpan): string | undefined {
  if (!isList(raw.attributes)) return `has ${quoted(raw.attributes)} as attributes; OTLP/JSON wants a list`
  return describeList('events', raw.events) ?? describeList('links', raw.links)
}

function describeList(name: 'events' | 'links', raw: unknown): string | undefined {
  if (raw === undefined) return undefined
  if (!isList(raw)) return `has ${quoted(raw)} as ${name}; OTLP/JSON wants a list`
  const entries: readonly unknown[] = listOf(raw)
  if (entries.every(isObject)) return undefined
  return `has ${quoted(entries.find((entry) => !isObject(entry)))} among its ${name}; OTLP/JSON wants objects`
}

function readSpanStatus(raw: RawSpan['status'], spanId: string, file: OtlpFile): Span['status'] | string {
  if (raw !== undefined && raw !== null && !isObject(raw))
    return `has ${quoted(raw)} as status; OTLP/JSON wants an object`
  const message = readText(raw?.message, 'status message', 'span', spanId, file)
  return readStatus(raw?.code, message) ?? `has status code ${quoted(raw?.code)}, which OTLP does not know`
}

function readEvents(list: readonly RawEvent[], file: OtlpFile, spanId: string): SpanEvent[] {
  const events: SpanEvent[] = []
  for (const raw of list) {
    file.unread = 0
    const attributes = readAttributes(raw.attributes, file, 'an event of span', spanId)
    const time = readTime(raw.timeUnixNano, file)
    if (time === undefined)
      addFault(
        file,
        `an event of span \`${spanId}\` has time ${quoted(raw.timeUnixNano)}, which is no nanoseconds since the epoch`,
      )
    events.push({
      name: readText(raw.name, 'name', 'an event of span', spanId, file),
      timeUnixNano: time ?? null,
      attributes,
      source: 'span',
      body: null,
      droppedAttributes: readCount(raw.droppedAttributesCount) + file.unread,
    })
  }
  return events
}

/** A link without both ids leads nowhere: it is left out, and counts as dropped. */
function readLinks(list: readonly RawLink[], file: OtlpFile, ownSpanId: string): SpanLink[] {
  const links: SpanLink[] = []
  for (const raw of list) {
    const traceId = readId(raw.traceId, 16, file.ids)
    const spanId = readId(raw.spanId, 8, file.ids)
    if (traceId === undefined || spanId === undefined) {
      const what =
        traceId === undefined ? describeLinkId('trace', raw.traceId, 16) : describeLinkId('span', raw.spanId, 8)
      addFault(file, `a link of span \`${ownSpanId}\` ${what}`)
    }
    if (typeof traceId !== 'string' || typeof spanId !== 'string') continue
    file.unread = 0
    const attributes = readAttributes(raw.attributes, file, 'a link of span', ownSpanId)
    const droppedAttributes = readCount(raw.droppedAttributesCount) + file.unread
    links.push({ traceId, spanId, attributes, droppedAttributes })
  }
  return links
}

function describeLinkId(what: 'trace' | 'span', raw: unknown, bytes: 16 | 8): string {
  return `has ${what} id ${quoted(raw)}, which ${describeId(raw, bytes)}`
}

/** A text of what `owner` is; empty where it is absent, or where something else stands in its place, which is a fault. */
export function readText(raw: unknown, what: string, owner: Owner, spanId: string, file: OtlpFile): string {
  if (typeof raw === 'string') return raw
  if (raw !== undefined && raw !== null) {
    addFault(file, `${placeOf(owner, spanId)} has ${what} ${quoted(raw)}, which is no text; fix the exporter`)
  }
  return ''
}

const largestFlags = 0xff_ff_ff_ff

/** A fixed32, as a number or as decimal text; null where it is absent, or where it is something else, which is a fault. */
function readFlags(raw: unknown, spanId: string, file: OtlpFile): number | null {
  if (raw === undefined || raw === null) return null
  const flags = typeof raw === 'string' && /^\d+$/.test(raw) ? Number(raw) : raw
  if (typeof flags === 'number' && Number.isInteger(flags) && flags >= 0 && flags <= largestFlags) return flags
  addFault(file, `span ${quoted(spanId)} has flags ${quoted(raw)}, which is no number of 32 bits; fix the exporter`)
  return null
}

/** A count the producer gave; 0 where it gave none, 1 where it gave something that is no count: not nothing. */
export function readCount(raw: unknown): number {
  if (raw === undefined || raw === null) return 0
  const count = typeof raw === 'string' && raw !== '' ? Number(raw) : raw
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : 1
}
