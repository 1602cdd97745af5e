import type { Resource, Span } from '../../../src/model/span.ts'
import { noAttributes, type Attributes, type Value } from '../../../src/model/value.ts'
import { exactJson } from './exact-json.ts'
import { textOf } from './value-text.ts'

/** An answer of Jaeger's query API: spans of one trace stand together, as the collector's translation makes them. */
export function encodeJaeger(spans: readonly Span[], indent = 0): string {
  return exactJson({ data: jaegerTraces(spans), total: 0, limit: 0, offset: 0, errors: null }, indent)
}

/** One object per trace. */
export function jaegerTraces(spans: readonly Span[]): object[] {
  return [...Map.groupBy(spans, (span) => span.traceId)].map(([traceID, inTrace]) => {
    const resources = [...new Set(inTrace.map((span) => span.resource))]
    return {
      traceID,
      spans: inTrace.map((span) => jaegerSpan(span, `p${resources.indexOf(span.resource) + 1}`)),
      processes: Object.fromEntries(resources.map((resource, index) => [`p${index + 1}`, jaegerProcess(resource)])),
      warnings: null,
    }
  })
}

function jaegerProcess({ attributes }: Resource): object {
  const serviceName = attributes.get('service.name') ?? (attributes.size === 0 ? 'OTLPResourceNoServiceName' : '')
  return { serviceName, tags: tags([...attributes].filter(([key]) => key !== 'service.name')) }
}

function jaegerSpan(span: Span, processID: string): object {
  const { traceId: traceID, spanId: spanID, parentSpanId, scope, status } = span
  const start = micros(span.startUnixNano ?? 0n)
  return {
    traceID,
    spanID,
    operationName: span.name,
    references: [
      ...(parentSpanId === null ? [] : [{ refType: 'CHILD_OF', traceID, spanID: parentSpanId }]),
      ...span.links.map((link) => ({ refType: 'FOLLOWS_FROM', traceID: link.traceId, spanID: link.spanId })),
    ],
    startTime: start,
    ...(span.endUnixNano === null ? {} : { duration: micros(span.endUnixNano) - start }),
    tags: [
      ...given('otel.scope.name', scope.name),
      ...given('otel.scope.version', scope.version),
      ...tags(span.attributes),
      ...given('span.kind', span.kind === 'unspecified' ? '' : span.kind),
      ...given('otel.status_code', status.code === 'unset' ? '' : status.code.toUpperCase()),
      ...(status.code === 'error' ? tags([['error', true]]) : []),
      ...given('otel.status_description', status.message),
      ...given('w3c.tracestate', span.traceState),
      ...dropped('attributes', span.droppedAttributes),
      ...dropped('events', span.droppedEvents),
      ...dropped('links', span.droppedLinks),
    ],
    logs: span.events.map((event) => ({
      timestamp: micros(event.timeUnixNano ?? 0n),
      fields: [
        ...given('event', event.name),
        ...tags(event.attributes),
        ...dropped('attributes', event.droppedAttributes),
      ],
    })),
    processID,
    warnings: null,
  }
}

function micros(nanos: bigint): bigint {
  return nanos / 1000n
}

function given(key: string, value: string): object[] {
  return value === '' ? [] : tags([[key, value]])
}

function dropped(what: string, count: number): object[] {
  return count === 0 ? [] : tags([[`otel.dropped_${what}_count`, count]])
}

function tags(entries: Iterable<readonly [string, Value]>): object[] {
  return [...entries].map(([key, value]) => ({ key, ...typed(value) }))
}

function typed(value: Value): { type: string; value: unknown } {
  if (typeof value === 'boolean') return { type: 'bool', value }
  if (typeof value === 'bigint') return { type: 'int64', value: String(value) }
  if (Number.isSafeInteger(value)) return { type: 'int64', value }
  if (typeof value === 'number') return { type: 'float64', value: Number.isFinite(value) ? value : String(value) }
  if (value instanceof Uint8Array) return { type: 'binary', value: Buffer.from(value).toString('base64') }
  return { type: 'string', value: textOf(value) }
}

/** The span as it comes back: everything the format loses, and nothing else. */
export function afterJaeger(span: Span): Span {
  const wholeMicros = (nanos: bigint | null): bigint | null => (nanos === null ? null : micros(nanos) * 1000n)
  const { resource, scope } = span
  return {
    ...span,
    startUnixNano: wholeMicros(span.startUnixNano),
    endUnixNano: wholeMicros(span.endUnixNano),
    attributes: asTags(span.attributes),
    events: span.events.map((event) => ({
      ...event,
      timeUnixNano: wholeMicros(event.timeUnixNano) || null,
      attributes: asTags(event.attributes),
    })),
    links: span.links.map((link) => ({ ...link, attributes: noAttributes, droppedAttributes: 0 })),
    resource: { attributes: asTags(resource.attributes), schemaUrl: '' },
    scope: { name: scope.name, version: scope.version, attributes: noAttributes, schemaUrl: '' },
    flags: null,
  }
}

function asTags(attributes: Attributes): Attributes {
  return new Map(
    [...attributes].map(([key, value]) => {
      const isStructured = typeof value === 'object' && !(value instanceof Uint8Array)
      return [key, isStructured ? textOf(value) : value]
    }),
  )
}
