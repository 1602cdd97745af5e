import type { Span } from '../../../src/model/span.ts'
import { noAttributes, type Attributes, type Value } from '../../../src/model/value.ts'
import { textOf } from './value-text.ts'

/** How the table and the query are made. */
export interface RowStyle {
  /** Type of the columns that hold attributes. */
  readonly columns: 'Map' | 'JSON'
  /** `output_format_json_quote_64bit_integers` */
  readonly quoted?: boolean
  /** Names of kinds and status codes in old rows. */
  readonly oldNames?: boolean
}

/** Rows of `otel_traces` as the collector's exporter fills it. */
export function clickhouseRows(spans: readonly Span[], style: RowStyle): object[] {
  return spans.map((span) => {
    const start = span.startUnixNano ?? 0n
    const duration = (span.endUnixNano ?? start) - start
    return {
      Timestamp: dateTime(start),
      TraceId: span.traceId,
      SpanId: span.spanId,
      ParentSpanId: span.parentSpanId ?? '',
      TraceState: span.traceState,
      SpanName: span.name,
      SpanKind: enumName(span.kind, 'SPAN_KIND_', style),
      ServiceName: textOf(span.resource.attributes.get('service.name') ?? ''),
      ResourceAttributes: column(span.resource.attributes, style),
      ScopeName: span.scope.name,
      ScopeVersion: span.scope.version,
      SpanAttributes: column(span.attributes, style),
      ...(span.endUnixNano === null ? {} : { Duration: style.quoted === true ? String(duration) : duration }),
      StatusCode: enumName(span.status.code, 'STATUS_CODE_', style),
      StatusMessage: span.status.message,
      'Events.Timestamp': span.events.map((event) => dateTime(event.timeUnixNano ?? 0n)),
      'Events.Name': span.events.map((event) => event.name),
      'Events.Attributes': span.events.map((event) => column(event.attributes, style)),
      'Links.TraceId': span.links.map((link) => link.traceId),
      'Links.SpanId': span.links.map((link) => link.spanId),
      'Links.TraceState': span.links.map(() => ''),
      'Links.Attributes': span.links.map((link) => column(link.attributes, style)),
    }
  })
}

/** `2025-09-30 12:34:56.789012345`, as ClickHouse prints `DateTime64(9)`. */
function dateTime(nanos: bigint): string {
  const second = new Date(Number(nanos / 1_000_000_000n) * 1000).toISOString().slice(0, 19).replace('T', ' ')
  return `${second}.${String(nanos % 1_000_000_000n).padStart(9, '0')}`
}

function enumName(name: string, prefix: string, { oldNames = false }: RowStyle): string {
  return oldNames ? prefix + name.toUpperCase() : name.charAt(0).toUpperCase() + name.slice(1)
}

type Tree = { [name: string]: unknown }

function column(attributes: Attributes, { columns }: RowStyle): object {
  if (columns === 'Map') return Object.fromEntries([...attributes].map(([key, value]) => [key, textOf(value)]))
  const tree: Tree = Object.create(null)
  for (const [key, value] of flattened(attributes)) {
    const names = key.split('.')
    let place = tree
    for (const name of names.slice(0, -1)) place = (place[name] ??= Object.create(null)) as Tree
    place[names.at(-1) ?? ''] = value
  }
  return tree
}

/** Maps as keys with dots; where one key is the path to another, the row could hold only one of them. */
function flattened(attributes: Attributes): Map<string, Value> {
  const flat = new Map<string, Value>()
  const add = (key: string, value: Value): void => {
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array)
    if (isMap && Object.keys(value).length > 0) {
      for (const [name, inner] of Object.entries(value)) add(`${key}.${name}`, inner)
    } else if (![...flat.keys()].some((other) => isPath(key, other) || isPath(other, key))) flat.set(key, json(value))
  }
  for (const [key, value] of attributes) add(key, value)
  return flat
}

function isPath(key: string, other: string): boolean {
  return key === other || other.startsWith(`${key}.`)
}

/** A value as JSON can hold it. */
function json(value: Value): Value {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (value instanceof Uint8Array) return textOf(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((entry: Value) => json(entry))
  const entries = Object.entries(value).map(([key, entry]: [string, Value]) => [key, json(entry)] as const)
  return Object.assign(Object.create(null), Object.fromEntries(entries))
}

/** The span as it comes back: everything that the table loses, and nothing else. */
export function afterClickhouse(span: Span, style: RowStyle): Span {
  return {
    ...span,
    attributes: asColumn(span.attributes, style),
    events: span.events.map((event) => ({
      ...event,
      timeUnixNano: event.timeUnixNano === 0n ? null : event.timeUnixNano,
      attributes: asColumn(event.attributes, style),
      droppedAttributes: 0,
    })),
    links: span.links.map((link) => ({
      ...link,
      attributes: asColumn(link.attributes, style),
      droppedAttributes: 0,
    })),
    resource: { attributes: asColumn(span.resource.attributes, style), schemaUrl: '' },
    scope: { name: span.scope.name, version: span.scope.version, attributes: noAttributes, schemaUrl: '' },
    flags: null,
    droppedAttributes: 0,
    droppedEvents: 0,
    droppedLinks: 0,
  }
}

function asColumn(attributes: Attributes, { columns }: RowStyle): Attributes {
  if (columns === 'Map') return new Map([...attributes].map(([key, value]) => [key, textOf(value)]))
  return new Map([...flattened(attributes)].map(([key, value]) => [key, asInteger(value)]))
}

/** A double between 2^53 and 2^63 is written like an integer, with the digits that tell it from its neighbours. */
function asInteger(value: Value): Value {
  if (typeof value === 'number') {
    return Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 2 ** 63
      ? BigInt(String(value))
      : value
  }
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  if (Array.isArray(value)) return value.map((entry: Value) => asInteger(entry))
  const entries = Object.entries(value).map(([key, entry]: [string, Value]) => [key, asInteger(entry)] as const)
  return Object.assign(Object.create(null), Object.fromEntries(entries))
}
