import { spanKinds, type LackingPart, type Resource, type Scope, type Span } from '../model/span.ts'
import { asBuffer } from './byte-chunks.ts'
import { isConsoleSpan } from './console-span.ts'
import { headEntries } from './head-entries.ts'
import { describeId, readId, type IdEncoding } from './ids.ts'
import { describeObjectList, isObject, listOf } from './json-lists.ts'
import { readKind, readStatus } from './otlp-enums.ts'
import { readCount } from './otlp-json-span.ts'
import { plainSpan, noResource, noScope, readAttributeMap, shareEqual } from './plain-span.ts'
import { spanSources } from './span-sources.ts'
import { quoted } from './quoted.ts'
import { readEntries, type EntryContext } from './read-entries.ts'
import { defineReader } from './reader.ts'
import { nanosOfInteger, nanosOfPair } from './times.ts'

const lists = new Set(['spans'])

/**
 * Dumps of the OpenTelemetry JS SDK: `ReadableSpan` of 1.x, 2.x or 3.x as JSON, or a part of its members; one per line, in
 * a list, or in `{ spans: […] }`.
 *
 * Times are `[seconds, nanoseconds]`; the kind is OTLP's number minus 1. A member that a dump leaves out is lacking in
 * `source`: without `kind` the span is of unknown kind, not internal, and without a parent as well it may be no root.
 * Lost in JSON: bytes become a map of indexes, NaN and infinities null, links and the span's own trace state.
 */
export const otelJs = defineReader({
  id: 'otel-js',
  title: 'OpenTelemetry JS spans',
  position: 'line',
  recognises: (head) => headEntries(asBuffer(head), lists).some(isReadableSpan),
  read(chunks, context) {
    const file: JsFile = { ids: { current: null }, resources: shareEqual(), scopes: shareEqual() }
    return readEntries(chunks, lists, context, function* (json, { line }, told) {
      yield readSpan(json, line, file, told)
    })
  },
})

/** What the spans of one file have in common. */
interface JsFile {
  readonly ids: IdEncoding
  readonly resources: (next: Resource) => Resource
  readonly scopes: (next: Scope) => Scope
}

interface RawContext {
  readonly traceId?: unknown
  readonly spanId?: unknown
  readonly traceFlags?: unknown
  readonly traceState?: unknown
  readonly isRemote?: unknown
}

interface RawSpan extends RawContext {
  readonly name?: unknown
  readonly kind?: unknown
  readonly spanContext?: RawContext | null
  /** What the SDK's own class has in place of the function `spanContext`. */
  readonly _spanContext?: RawContext | null
  readonly parentSpanContext?: RawContext | null
  readonly parentSpanId?: unknown
  readonly startTime?: unknown
  readonly endTime?: unknown
  readonly duration?: unknown
  readonly status?: { readonly code?: unknown; readonly message?: unknown } | null
  readonly attributes?: unknown
  readonly events?: unknown
  readonly links?: unknown
  readonly resource?: { readonly attributes?: unknown; readonly schemaUrl?: unknown } | null
  readonly instrumentationScope?: RawScope | null
  readonly instrumentationLibrary?: RawScope | null
  readonly droppedAttributesCount?: unknown
  readonly droppedEventsCount?: unknown
  readonly droppedLinksCount?: unknown
}

interface RawScope {
  readonly name?: unknown
  readonly version?: unknown
  readonly schemaUrl?: unknown
}

function isReadableSpan(raw: RawSpan): boolean {
  if (isConsoleSpan(raw)) return false
  const hasContext = isObject(raw.spanContext) && typeof raw.spanContext.traceId === 'string'
  return hasContext || isObject(raw.parentSpanContext) || nanosOfPair(raw.startTime) !== undefined
}

/** Its ids: in `spanContext`, where the dump made it an object, or beside the name in one that was flattened. */
function contextOf(raw: RawSpan): RawContext {
  if (isObject(raw.spanContext)) return raw.spanContext
  const { _spanContext: own } = raw
  return isObject(own) ? own : raw
}

const sourceOf = spanSources('otel-js')

/** One span, or why it cannot be read. */
function readSpan(raw: RawSpan, line: number, file: JsFile, told: EntryContext): Span | string {
  const context = contextOf(raw)
  const parentRaw = raw.parentSpanContext?.spanId ?? raw.parentSpanId
  const traceId = readId(context.traceId, 16, file.ids)
  const spanId = readId(context.spanId, 8, file.ids)
  const parentSpanId = readId(parentRaw, 8, file.ids)
  if (traceId === undefined) return `has trace id ${quoted(context.traceId)}, which ${describeId(context.traceId, 16)}`
  if (spanId === undefined) return `has span id ${quoted(context.spanId)}, which ${describeId(context.spanId, 8)}`
  if (parentSpanId === undefined) return `has parent span id ${quoted(parentRaw)}, which ${describeId(parentRaw, 8)}`
  if (traceId === null) return 'has no trace id, or one that is all zero'
  if (spanId === null) return 'has no span id, or one that is all zero'
  if (typeof raw.name !== 'string' || raw.name === '') return 'has no name'

  const start = readTime(raw.startTime)
  if (start === undefined) return `has start time ${quoted(raw.startTime)}, which is no pair of seconds and nanoseconds`
  if (start === null) return 'has no start time'
  const end = readEnd(raw, start)
  if (end === undefined) return `has end time ${quoted(raw.endTime)}, which is no pair of seconds and nanoseconds`
  const wrongList = describeObjectList('events', raw.events) ?? describeObjectList('links', raw.links)
  if (wrongList !== undefined) return wrongList
  const status = readStatus(raw.status?.code, raw.status?.message)
  if (status === undefined) return `has status code ${quoted(raw.status?.code)}, which OpenTelemetry does not know`
  const kind = readSdkKind(raw.kind)
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
    events: readEvents(raw.events, spanId, told),
    links,
    resource: readResource(raw.resource, file, told),
    scope: readScope(raw.instrumentationScope ?? raw.instrumentationLibrary, file),
    traceState: typeof context.traceState === 'string' ? context.traceState : '',
    flags: readFlags(context, raw.parentSpanContext),
    droppedAttributes: readCount(raw.droppedAttributesCount) + unread,
    droppedEvents: readCount(raw.droppedEventsCount),
    droppedLinks: readCount(raw.droppedLinksCount) + listOf(raw.links).length - links.length,
    source: sourceOf({ timePrecisionNano: 1, isStringly: false, lacks: lackingParts(raw) }),
    position: line,
  })
}

/** Members that may be missing in a dump, and what is lacking without them. */
const optionalParts = [
  ['kind', ['kind']],
  ['status', ['status']],
  ['end', ['endTime', 'duration']],
  ['events', ['events']],
  ['links', ['links']],
  ['resource', ['resource']],
  ['scope', ['instrumentationScope', 'instrumentationLibrary']],
  ['dropped-counts', ['droppedAttributesCount']],
] as const satisfies readonly (readonly [LackingPart, readonly (keyof RawSpan)[]])[]

function lackingParts(raw: RawSpan): LackingPart[] {
  const lacks: LackingPart[] = []
  for (const [part, members] of optionalParts) {
    if (members.every((member) => raw[member] === undefined || raw[member] === null)) lacks.push(part)
  }
  // JSON leaves out the parent of a root; a dump that leaves out even the kind was cut down by hand.
  const saysParent = 'parentSpanContext' in raw || 'parentSpanId' in raw
  if (!saysParent && lacks.includes('kind')) lacks.push('parent')
  return lacks
}

/** Null where there is none; `[0, 0]` is the end of a span that has not ended. */
function readTime(raw: unknown): bigint | null | undefined {
  if (raw === undefined || raw === null) return null
  const nanos = nanosOfPair(raw)
  return nanos === 0n ? null : nanos
}

function readEnd(raw: RawSpan, start: bigint): bigint | null | undefined {
  if (raw.endTime !== undefined && raw.endTime !== null) return readTime(raw.endTime)
  const duration = nanosOfPair(raw.duration)
  return duration === undefined ? null : nanosOfInteger(start + duration, 1n)
}

/** The SDK counts kinds from 0 (internal); some dumps have names. */
function readSdkKind(raw: unknown): Span['kind'] | undefined {
  if (typeof raw !== 'number') return readKind(raw)
  return Number.isInteger(raw) && raw >= 0 ? spanKinds[raw + 1] : undefined
}

/** W3C flags of the span, and whether its parent is in another process, where the dump says so. */
function readFlags(context: RawContext, parent: RawContext | null | undefined): number | null {
  const flags = typeof context.traceFlags === 'number' ? context.traceFlags & 0xff : null
  if (parent === undefined || parent === null || typeof parent.isRemote !== 'boolean') return flags
  return (flags ?? 0) | (parent.isRemote ? 0x300 : 0x100)
}

function readEvents(raw: unknown, spanId: string, told: EntryContext): Span['events'] {
  const events: readonly RawEvent[] = listOf(raw)
  return events.map((event) => {
    const time = readTime(event.time)
    const owner = `an event of span ${quoted(spanId)}`
    if (time === undefined) told.fault(`${owner} has time ${quoted(event.time)}, which is no pair`)
    const { attributes, unread } = readAttributeMap(event.attributes, owner, told)
    return {
      name: typeof event.name === 'string' ? event.name : '',
      timeUnixNano: time ?? null,
      attributes,
      source: 'span',
      body: null,
      droppedAttributes: readCount(event.droppedAttributesCount) + unread,
    }
  })
}

interface RawEvent {
  readonly name?: unknown
  readonly time?: unknown
  readonly attributes?: unknown
  readonly droppedAttributesCount?: unknown
}

interface RawLink {
  readonly context?: RawContext | null
  readonly attributes?: unknown
  readonly droppedAttributesCount?: unknown
}

/** A link without both ids leads nowhere: it is left out, and counts as dropped. */
function readLinks(raw: unknown, ownSpanId: string, file: JsFile, told: EntryContext): Span['links'] {
  const links: readonly RawLink[] = listOf(raw)
  return links.flatMap((link) => {
    const traceId = readId(link.context?.traceId, 16, file.ids)
    const spanId = readId(link.context?.spanId, 8, file.ids)
    const owner = `a link of span ${quoted(ownSpanId)}`
    if (typeof traceId !== 'string' || typeof spanId !== 'string') {
      told.fault(`${owner} has no trace id and span id that can be read`)
      return []
    }
    const { attributes, unread } = readAttributeMap(link.attributes, owner, told)
    return [{ traceId, spanId, attributes, droppedAttributes: readCount(link.droppedAttributesCount) + unread }]
  })
}

function readResource(raw: RawSpan['resource'], file: JsFile, told: EntryContext): Resource {
  if (!isObject(raw)) return noResource
  const { attributes, unread } = readAttributeMap(raw.attributes, 'the resource', told)
  const dropped = unread === 0 ? {} : { droppedAttributes: unread }
  return file.resources({ attributes, schemaUrl: textOf(raw.schemaUrl), ...dropped })
}

function readScope(raw: RawScope | null | undefined, file: JsFile): Scope {
  if (!isObject(raw)) return noScope
  return file.scopes({
    ...noScope,
    name: textOf(raw.name),
    version: textOf(raw.version),
    schemaUrl: textOf(raw.schemaUrl),
  })
}

function textOf(raw: unknown): string {
  return typeof raw === 'string' ? raw : ''
}
