import type { Resource, Scope, Span, SpanEvent, SpanLink } from '../model/span.ts'
import { describeId, readId } from './ids.ts'
import { readKind, readStatus } from './otlp-enums.ts'
import type { OtlpFile } from './otlp-file.ts'
import { readAttributes, readTime } from './otlp-json-values.ts'
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
  const traceId = readId(raw.traceId, 16, file.ids)
  const spanId = readId(raw.spanId, 8, file.ids)
  const parentSpanId = readId(raw.parentSpanId, 8, file.ids)
  if (traceId === undefined) return `has trace id ${quoted(raw.traceId)}, which ${describeId(raw.traceId, 16)}`
  if (spanId === undefined) return `has span id ${quoted(raw.spanId)}, which ${describeId(raw.spanId, 8)}`
  if (parentSpanId === undefined) {
    return `has parent span id ${quoted(raw.parentSpanId)}, which ${describeId(raw.parentSpanId, 8)}`
  }
  if (traceId === null) return 'has no trace id, or one that is all zero'
  if (spanId === null) return 'has no span id, or one that is all zero'

  const { name } = raw
  if (typeof name !== 'string' || name === '') return 'has no name'
  const start = readTime(raw.startTimeUnixNano, file)
  const end = readTime(raw.endTimeUnixNano, file)
  if (start === undefined)
    return `has start time ${quoted(raw.startTimeUnixNano)}, which is no nanoseconds since the epoch`
  if (end === undefined) return `has end time ${quoted(raw.endTimeUnixNano)}, which is no nanoseconds since the epoch`
  if (start === null) return 'has no start time'
  if (!isList(raw.attributes)) return `has ${quoted(raw.attributes)} as attributes; OTLP/JSON wants a list`

  file.unread = 0
  const attributes = readAttributes(raw.attributes, file)
  const droppedAttributes = readCount(raw.droppedAttributesCount) + file.unread
  const rawEvents: readonly (RawEvent | null)[] = listOf(raw.events)
  const rawLinks: readonly (RawLink | null)[] = listOf(raw.links)
  const events = rawEvents.length === 0 ? noEvents : readEvents(rawEvents, file)
  const links = rawLinks.length === 0 ? noLinks : readLinks(rawLinks, file)
  return {
    traceId,
    spanId,
    parentSpanId,
    name,
    kind: readKind(raw.kind),
    startUnixNano: start,
    endUnixNano: end,
    status: readStatus(raw.status?.code, raw.status?.message),
    attributes,
    events,
    links,
    resource,
    scope,
    traceState: typeof raw.traceState === 'string' ? raw.traceState : '',
    flags: typeof raw.flags === 'number' ? raw.flags >>> 0 : null,
    droppedAttributes,
    droppedEvents: readCount(raw.droppedEventsCount) + rawEvents.length - events.length,
    droppedLinks: readCount(raw.droppedLinksCount) + rawLinks.length - links.length,
    position,
  }
}

function readEvents(list: readonly (RawEvent | null)[], file: OtlpFile): SpanEvent[] {
  const events: SpanEvent[] = []
  for (const raw of list) {
    if (!isObject(raw)) continue
    file.unread = 0
    const attributes = readAttributes(raw.attributes, file)
    events.push({
      name: typeof raw.name === 'string' ? raw.name : '',
      timeUnixNano: readTime(raw.timeUnixNano, file) ?? null,
      attributes,
      source: 'span',
      body: null,
      droppedAttributes: readCount(raw.droppedAttributesCount) + file.unread,
    })
  }
  return events
}

/** A link without readable ids leads nowhere: it is left out, and counts as dropped. */
function readLinks(list: readonly (RawLink | null)[], file: OtlpFile): SpanLink[] {
  const links: SpanLink[] = []
  for (const raw of list) {
    const traceId = readId(raw?.traceId, 16, file.ids)
    const spanId = readId(raw?.spanId, 8, file.ids)
    if (typeof traceId !== 'string' || typeof spanId !== 'string') continue
    file.unread = 0
    const attributes = readAttributes(raw?.attributes, file)
    const droppedAttributes = readCount(raw?.droppedAttributesCount) + file.unread
    links.push({ traceId, spanId, attributes, droppedAttributes })
  }
  return links
}

/** A count the producer gave; 0 where it gave none. */
export function readCount(raw: unknown): number {
  if (raw === undefined) return 0
  const count = typeof raw === 'string' ? Number(raw) : raw
  return typeof count === 'number' && Number.isSafeInteger(count) && count > 0 ? count : 0
}

export function isObject(raw: unknown): raw is object {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw)
}

/** True for a list, and for the absence of one. */
export function isList(raw: unknown): boolean {
  return raw === undefined || raw === null || Array.isArray(raw)
}

/** The list, whose entries may be anything; empty where there is none. */
export function listOf(raw: unknown) {
  return Array.isArray(raw) ? raw : []
}
