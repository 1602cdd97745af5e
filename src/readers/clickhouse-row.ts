import type { LackingPart, Resource, Scope, Span, SpanEvent, SpanLink } from '../model/span.ts'
import { noAttributes, type Attributes } from '../model/value.ts'
import { readColumn } from './clickhouse-attributes.ts'
import { readHexId } from './ids.ts'
import { readKind, readStatus } from './otlp-enums.ts'
import { takeOtelTags } from './otel-tags.ts'
import { quoted } from './quoted.ts'
import { readSpanIds } from './span-ids.ts'
import { spanSources } from './span-sources.ts'
import { nanosOfInteger, nanosOfIso } from './times.ts'

/** A row as JSON; every column may hold anything, or be absent from the query. */
export interface RawRow {
  readonly Timestamp?: unknown
  readonly TraceId?: unknown
  readonly SpanId?: unknown
  readonly ParentSpanId?: unknown
  readonly TraceState?: unknown
  readonly SpanName?: unknown
  readonly SpanKind?: unknown
  readonly ServiceName?: unknown
  readonly ResourceAttributes?: unknown
  readonly ScopeName?: unknown
  readonly ScopeVersion?: unknown
  readonly SpanAttributes?: unknown
  readonly Duration?: unknown
  readonly StatusCode?: unknown
  readonly StatusMessage?: unknown
  readonly 'Events.Timestamp'?: unknown
  readonly 'Events.Name'?: unknown
  readonly 'Events.Attributes'?: unknown
  readonly 'Links.TraceId'?: unknown
  readonly 'Links.SpanId'?: unknown
  readonly 'Links.Attributes'?: unknown
}

/** What a query may leave out, by the column it would be in. */
const parts: readonly (readonly [keyof RawRow, LackingPart])[] = [
  ['SpanKind', 'kind'],
  ['StatusCode', 'status'],
  ['Duration', 'end'],
  ['Events.Name', 'events'],
  ['Events.Attributes', 'event-attributes'],
  ['Links.TraceId', 'links'],
  ['Links.Attributes', 'link-attributes'],
  ['ResourceAttributes', 'resource'],
]

const sourceOf = spanSources('clickhouse-rows')
const noScope: Scope = { name: '', version: '', attributes: noAttributes, schemaUrl: '' }

/** One row's span, or why it cannot be read; `fault` is told what is left out of a span that is read. */
export function readRow(
  row: RawRow,
  position: number,
  share: (resource: Resource) => Resource,
  fault: (message: string) => void,
): Span | string {
  const ids = readSpanIds(row.TraceId, row.SpanId, row.ParentSpanId)
  if (typeof ids === 'string') return ids
  const { SpanName: name, SpanAttributes: rawAttributes } = row
  if (typeof name !== 'string' || name === '') return 'has no name'
  if (rawAttributes === undefined) return 'has no column `SpanAttributes`; add it to the query'
  const time = readTimestamp(row.Timestamp)
  if (time === undefined) return `has Timestamp ${quoted(row.Timestamp)}, which is no time`
  const end = row.Duration === undefined ? null : endOf(time.nanos, row.Duration)
  if (end === undefined) return `has Duration ${quoted(row.Duration)}, which is no nanoseconds`
  const kind = readKind(row.SpanKind === '' ? undefined : row.SpanKind)
  if (kind === undefined) return `has SpanKind ${quoted(row.SpanKind)}, which OpenTelemetry does not know`
  const status = readStatus(row.StatusCode === '' ? undefined : row.StatusCode, row.StatusMessage)
  if (status === undefined) return `has StatusCode ${quoted(row.StatusCode)}, which OpenTelemetry does not know`
  const events = readEvents(row)
  if (typeof events === 'string') return events
  const links = readLinks(row)
  if (typeof links === 'string') return links

  const own = readColumn(rawAttributes)
  const { scope, ...otel } = takeOtelTags(own.attributes)
  const unread = own.unread
  if (unread > 0) fault(`span \`${ids.spanId}\` has attributes that cannot be read: ${unread}`)
  if (links.lost > 0) fault(`span \`${ids.spanId}\` has links without the ids of a span: ${links.lost}`)
  const lacks: LackingPart[] = ['dropped-counts']
  for (const [column, part] of parts) if (row[column] === undefined) lacks.push(part)
  if (row.ScopeName === undefined && scope === null) lacks.push('scope')
  if (own.isNested) lacks.push('maps')
  return {
    ...ids,
    name,
    kind,
    startUnixNano: time.nanos,
    endUnixNano: end,
    status: row.StatusCode === undefined ? otel.status : status,
    attributes: own.attributes,
    events,
    links: links.links,
    resource: share(readResource(row)),
    scope: row.ScopeName === undefined ? (scope ?? noScope) : readScope(row),
    traceState: typeof row.TraceState === 'string' ? row.TraceState : otel.traceState,
    flags: null,
    droppedAttributes: otel.droppedAttributes + unread,
    droppedEvents: otel.droppedEvents,
    droppedLinks: otel.droppedLinks + links.lost,
    // Where 64-bit numbers are quoted, those among the attributes are too.
    source: sourceOf({
      timePrecisionNano: time.precision,
      isStringly: own.isText || typeof row.Duration === 'string',
      lacks,
    }),
    position,
  }
}

/** `2025-09-30 12:34:56.789012345`, in UTC where it names no zone, or seconds as decimal text. */
function readTimestamp(raw: unknown): { readonly nanos: bigint; readonly precision: number } | undefined {
  if (typeof raw !== 'string') return undefined
  const decimals = /^[^.]*\.(\d{1,9})/.exec(raw)?.[1] ?? ''
  const seconds = /^\d{1,11}(?=\.\d|$)/.exec(raw)?.[0]
  const isSeconds = seconds !== undefined && /^\d+(?:\.\d{1,9})?$/.test(raw)
  const nanos = isSeconds ? nanosOfInteger(`${seconds}${decimals.padEnd(9, '0')}`, 1n) : nanosOfIso(raw)
  return nanos === undefined || nanos === 0n ? undefined : { nanos, precision: 10 ** (9 - decimals.length) }
}

/** There is no column for the end. */
function endOf(start: bigint, raw: unknown): bigint | undefined {
  if (typeof raw === 'string' && /^-?\d{1,20}$/.test(raw)) return nanosOfInteger(start + BigInt(raw), 1n)
  if (typeof raw !== 'bigint' && !Number.isSafeInteger(raw)) return undefined
  return nanosOfInteger(start + BigInt(raw as number | bigint), 1n)
}

function readScope(row: RawRow): Scope {
  const name = typeof row.ScopeName === 'string' ? row.ScopeName : ''
  const version = typeof row.ScopeVersion === 'string' ? row.ScopeVersion : ''
  return name === '' && version === '' ? noScope : { name, version, attributes: noAttributes, schemaUrl: '' }
}

function readResource({ ResourceAttributes, ServiceName }: RawRow): Resource {
  const { attributes, unread } = readColumn(ResourceAttributes)
  if (!attributes.has('service.name') && typeof ServiceName === 'string' && ServiceName !== '') {
    attributes.set('service.name', ServiceName)
  }
  return { attributes, schemaUrl: '', ...(unread === 0 ? {} : { droppedAttributes: unread }) }
}

function readEvents(row: RawRow): readonly SpanEvent[] | string {
  const columns = parallel(row, ['Events.Name', 'Events.Timestamp', 'Events.Attributes'])
  if (typeof columns === 'string') return columns
  return columns.map(([name, timestamp, raw]) => {
    const { attributes, unread } = readColumn(raw)
    return {
      name: typeof name === 'string' ? name : '',
      timeUnixNano: readTimestamp(timestamp)?.nanos ?? null,
      attributes,
      source: 'span',
      body: null,
      droppedAttributes: unread,
    }
  })
}

/** A link without both ids leads nowhere: it is left out, and counts as dropped. */
function readLinks(row: RawRow): { readonly links: readonly SpanLink[]; readonly lost: number } | string {
  const columns = parallel(row, ['Links.TraceId', 'Links.SpanId', 'Links.Attributes'])
  if (typeof columns === 'string') return columns
  const links: SpanLink[] = []
  for (const [trace, span, raw] of columns) {
    const traceId = readHexId(trace, 16)
    const spanId = readHexId(span, 8)
    if (typeof traceId !== 'string' || typeof spanId !== 'string') continue
    const { attributes, unread }: { readonly attributes: Attributes; readonly unread: number } = readColumn(raw)
    links.push({ traceId, spanId, attributes, droppedAttributes: unread })
  }
  return { links, lost: columns.length - links.length }
}

/** Entries of nested columns, which are lists of one length; those the query left out are empty. */
function parallel(row: RawRow, names: readonly (keyof RawRow)[]): readonly (readonly unknown[])[] | string {
  const lists: readonly unknown[][] = names.map((name) => (Array.isArray(row[name]) ? row[name] : []))
  const wrong = names.find((name) => row[name] !== undefined && row[name] !== null && !Array.isArray(row[name]))
  if (wrong !== undefined) return `has ${quoted(row[wrong])} as \`${wrong}\`; ClickHouse writes a list`
  const given = names.filter((name) => Array.isArray(row[name]))
  const [length = 0, ...others] = given.map((name) => listLength(row[name]))
  if (others.some((other) => other !== length)) {
    return `has ${given.map((name) => `${listLength(row[name])} in \`${name}\``).join(', ')}; nested columns are lists of one length`
  }
  return Array.from({ length }, (_, index) => lists.map((list) => list[index]))
}

function listLength(raw: unknown): number {
  return Array.isArray(raw) ? raw.length : 0
}
