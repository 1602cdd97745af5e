import { spanKinds, statusCodes, type Span } from '../../../src/model/span.ts'
import type { Attributes, Value } from '../../../src/model/value.ts'
import { groupSpans } from './group-spans.ts'

/** Ways in which exporters deviate; the default is what OTLP/JSON specifies. */
export interface JsonStyle {
  readonly ids?: 'hex' | 'upper-hex' | '0x' | 'base64' | 'unpadded-base64'
  readonly integers?: 'text' | 'number'
  readonly enums?: 'number' | 'name'
  readonly names?: 'camelCase' | 'snake_case' | 'before-0.15'
  readonly noParent?: 'absent' | 'empty' | 'null' | 'zero'
}

/** `ExportTraceServiceRequest` as JSON text; consecutive spans of one resource share an entry. */
export function encodeJson(spans: readonly Span[], style: JsonStyle = {}, indent = 0): string {
  return stringify({ resourceSpans: resourceSpans(spans, style) }, style, indent)
}

/** Each ResourceSpans as JSON text, without the request around it. */
export function encodeBareJson(spans: readonly Span[], style: JsonStyle = {}, indent = 0): string[] {
  return resourceSpans(spans, style).map((entry) => stringify(entry, style, indent))
}

function stringify(json: object, style: JsonStyle, indent: number): string {
  const named = style.names === undefined || style.names === 'camelCase' ? json : renamed(json, style.names)
  const text = JSON.stringify(named, null, indent)
  // JSON.stringify cannot write integers beyond 2^53 as numbers.
  return style.integers === 'number' ? text.replace(/"int:(-?\d+)"/g, '$1') : text
}

function renamed(json: unknown, style: 'snake_case' | 'before-0.15'): unknown {
  if (Array.isArray(json)) return json.map((entry) => renamed(entry, style))
  if (typeof json !== 'object' || json === null) return json
  const former: Record<string, string> = { scopeSpans: 'instrumentationLibrarySpans', scope: 'instrumentationLibrary' }
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [
      style === 'snake_case' ? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : (former[name] ?? name),
      renamed(value, style),
    ]),
  )
}

function resourceSpans(spans: readonly Span[], style: JsonStyle): object[] {
  return groupSpans(spans).map(({ resource, scopes }) => ({
    resource: { attributes: attributes(resource.attributes, style) },
    scopeSpans: scopes.map(({ scope, spans: inScope }) => ({
      scope: { name: scope.name, version: scope.version, attributes: attributes(scope.attributes, style) },
      spans: inScope.map((span) => spanJson(span, style)),
      ...(scope.schemaUrl === '' ? {} : { schemaUrl: scope.schemaUrl }),
    })),
    ...(resource.schemaUrl === '' ? {} : { schemaUrl: resource.schemaUrl }),
  }))
}

function spanJson(span: Span, style: JsonStyle): object {
  const kind = spanKinds.indexOf(span.kind)
  const code = statusCodes.indexOf(span.status.code)
  const named = style.enums === 'name'
  return {
    traceId: id(span.traceId, style),
    spanId: id(span.spanId, style),
    ...parent(span.parentSpanId, style),
    name: span.name,
    ...(kind === 0 ? {} : { kind: named ? `SPAN_KIND_${span.kind.toUpperCase()}` : kind }),
    startTimeUnixNano: integer(span.startUnixNano ?? 0n, style),
    ...(span.endUnixNano === null ? {} : { endTimeUnixNano: integer(span.endUnixNano, style) }),
    attributes: attributes(span.attributes, style),
    ...counts({ droppedAttributesCount: span.droppedAttributes }),
    ...(span.events.length === 0 ? {} : { events: span.events.map((event) => eventJson(event, style)) }),
    ...counts({ droppedEventsCount: span.droppedEvents }),
    ...(span.links.length === 0 ? {} : { links: span.links.map((link) => linkJson(link, style)) }),
    ...counts({ droppedLinksCount: span.droppedLinks }),
    status: {
      ...(span.status.message === '' ? {} : { message: span.status.message }),
      ...(code === 0 ? {} : { code: named ? `STATUS_CODE_${span.status.code.toUpperCase()}` : code }),
    },
    ...(span.traceState === '' ? {} : { traceState: span.traceState }),
    ...(span.flags === null ? {} : { flags: span.flags }),
  }
}

function eventJson(event: Span['events'][number], style: JsonStyle): object {
  return {
    ...(event.timeUnixNano === null ? {} : { timeUnixNano: integer(event.timeUnixNano, style) }),
    name: event.name,
    attributes: attributes(event.attributes, style),
    ...counts({ droppedAttributesCount: event.droppedAttributes }),
  }
}

function linkJson(link: Span['links'][number], style: JsonStyle): object {
  return {
    traceId: id(link.traceId, style),
    spanId: id(link.spanId, style),
    attributes: attributes(link.attributes, style),
    ...counts({ droppedAttributesCount: link.droppedAttributes }),
  }
}

/** The collector leaves out zero counts. */
function counts(given: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(given).filter(([, count]) => count !== 0))
}

function id(hex: string, style: JsonStyle): string {
  if (style.ids === 'upper-hex') return hex.toUpperCase()
  if (style.ids === '0x') return `0x${hex}`
  if (style.ids === 'base64') return Buffer.from(hex, 'hex').toString('base64')
  if (style.ids === 'unpadded-base64') return Buffer.from(hex, 'hex').toString('base64').replace(/=+$/, '')
  return hex
}

function parent(spanId: string | null, style: JsonStyle): object {
  if (spanId !== null) return { parentSpanId: id(spanId, style) }
  if (style.noParent === 'empty') return { parentSpanId: '' }
  if (style.noParent === 'null') return { parentSpanId: null }
  if (style.noParent === 'zero') return { parentSpanId: id('0'.repeat(16), style) }
  return {}
}

function integer(value: bigint | number, style: JsonStyle): string | number {
  if (style.integers !== 'number') return String(value)
  return typeof value === 'number' ? value : `int:${value}`
}

function attributes(map: Attributes, style: JsonStyle): object[] {
  return [...map].map(([key, value]) => ({ key, value: valueJson(value, style) }))
}

function valueJson(value: Value, style: JsonStyle): object {
  if (value === null) return {}
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'bigint') return { intValue: integer(value, style) }
  if (Number.isSafeInteger(value)) return { intValue: integer(Number(value), style) }
  if (typeof value === 'number') return { doubleValue: Number.isFinite(value) ? value : String(value) }
  if (value instanceof Uint8Array) return { bytesValue: Buffer.from(value).toString('base64') }
  if (Array.isArray(value)) return { arrayValue: { values: value.map((entry: Value) => valueJson(entry, style)) } }
  const entries = Object.entries(value).map(([key, entry]: [string, Value]) => ({
    key,
    value: valueJson(entry, style),
  }))
  return { kvlistValue: { values: entries } }
}
