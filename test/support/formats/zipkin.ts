import type { Span } from '../../../src/model/span.ts'
import { noAttributes, type Attributes } from '../../../src/model/value.ts'
import { textOf } from './value-text.ts'

/** Items as OpenTelemetry's Zipkin exporters write them: everything that has no place becomes a tag, or is lost. */
export function zipkinItems(spans: readonly Span[]): object[] {
  return spans.map((span) => {
    const service = span.resource.attributes.get('service.name')
    const start = micros(span.startUnixNano ?? 0n)
    return {
      traceId: span.traceId,
      ...(span.parentSpanId === null ? {} : { parentId: span.parentSpanId }),
      id: span.spanId,
      ...(isRemote(span) ? { kind: span.kind.toUpperCase() } : {}),
      name: span.name,
      timestamp: start,
      ...(span.endUnixNano === null ? {} : { duration: micros(span.endUnixNano) - start }),
      ...(service === undefined ? {} : { localEndpoint: { serviceName: textOf(service) } }),
      tags: {
        ...Object.fromEntries(tagsOf(span)),
        ...given('otel.scope.name', span.scope.name),
        ...given('otel.scope.version', span.scope.version),
        ...given('otel.status_code', span.status.code === 'unset' ? '' : span.status.code.toUpperCase()),
        ...(span.status.code === 'error' ? { error: span.status.message } : {}),
        ...given('w3c.tracestate', span.traceState),
        ...dropped('attributes', span.droppedAttributes),
        ...dropped('events', span.droppedEvents),
        ...dropped('links', span.droppedLinks),
      },
      annotations: span.events.map((event) => ({ timestamp: micros(event.timeUnixNano ?? 0n), value: event.name })),
    }
  })
}

function isRemote({ kind }: Span): boolean {
  return kind !== 'internal' && kind !== 'unspecified'
}

function tagsOf({ attributes, resource }: Span): Map<string, string> {
  const mixed = [...resource.attributes].filter(([key]) => key !== 'service.name')
  return new Map([...mixed, ...attributes].map(([key, value]) => [key, textOf(value)]))
}

function micros(nanos: bigint): bigint {
  return nanos / 1000n
}

function given(key: string, value: string): Record<string, string> {
  return value === '' ? {} : { [key]: value }
}

function dropped(what: string, count: number): Record<string, string> {
  return count === 0 ? {} : { [`otel.dropped_${what}_count`]: String(count) }
}

/** The span as it comes back: everything the format loses, and nothing else. */
export function afterZipkin(span: Span): Span {
  const wholeMicros = (nanos: bigint | null): bigint | null => (nanos === null ? null : micros(nanos) * 1000n)
  const service = span.resource.attributes.get('service.name')
  const attributes: Attributes = tagsOf(span)
  return {
    ...span,
    kind: isRemote(span) ? span.kind : 'internal',
    startUnixNano: wholeMicros(span.startUnixNano),
    endUnixNano: wholeMicros(span.endUnixNano),
    status: { code: span.status.code, message: span.status.code === 'error' ? span.status.message : '' },
    attributes,
    events: span.events.map((event) => ({
      ...event,
      timeUnixNano: wholeMicros(event.timeUnixNano) || null,
      attributes: noAttributes,
      droppedAttributes: 0,
    })),
    links: [],
    resource: { attributes: new Map(service === undefined ? [] : [['service.name', textOf(service)]]), schemaUrl: '' },
    scope: { name: span.scope.name, version: span.scope.version, attributes: noAttributes, schemaUrl: '' },
    flags: null,
  }
}
