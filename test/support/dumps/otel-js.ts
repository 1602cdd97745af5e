import { spanKinds, statusCodes, type Span } from '../../../src/model/span.ts'
import { jsonMap, keptByJson } from './json-values.ts'
import { exactJson } from '../formats/exact-json.ts'
import { leftOut, source } from './without.ts'

/** Lines of the SDK: 1.x names the parent's id and the library, 2.x and 3.x the parent's context and the scope. */
export type JsLine = 1 | 2

/** `ReadableSpan` as `JSON.stringify` writes the parts of it that are data; one span per line. */
export function encodeOtelJs(spans: readonly Span[], line: JsLine): string {
  return spans.map((span) => exactJson(spanJson(span, line))).join('\n')
}

function spanJson(span: Span, line: JsLine): object {
  const scope = { name: span.scope.name, version: span.scope.version, schemaUrl: span.scope.schemaUrl }
  const parent = { traceId: span.traceId, spanId: span.parentSpanId, traceFlags: 1, ...remoteOf(span.flags) }
  return {
    name: span.name,
    kind: Math.max(0, spanKinds.indexOf(span.kind) - 1),
    spanContext: {
      traceId: span.traceId,
      spanId: span.spanId,
      ...(span.flags === null ? {} : { traceFlags: span.flags & 0xff }),
      ...(span.traceState === '' ? {} : { traceState: span.traceState }),
    },
    ...(span.parentSpanId === null || line === 1 ? {} : { parentSpanContext: parent }),
    ...(span.parentSpanId === null || line === 2 ? {} : { parentSpanId: span.parentSpanId }),
    startTime: pair(span.startUnixNano ?? 0n),
    endTime: pair(span.endUnixNano ?? 0n),
    status: { code: statusCodes.indexOf(span.status.code), message: span.status.message },
    attributes: jsonMap(span.attributes, 'indexes'),
    links: span.links.map((link) => ({
      context: { traceId: link.traceId, spanId: link.spanId, traceFlags: 1 },
      attributes: jsonMap(link.attributes, 'indexes'),
      droppedAttributesCount: link.droppedAttributes,
    })),
    events: span.events.map((event) => ({
      name: event.name,
      ...(event.timeUnixNano === null ? {} : { time: pair(event.timeUnixNano) }),
      attributes: jsonMap(event.attributes, 'indexes'),
      droppedAttributesCount: event.droppedAttributes,
    })),
    ended: span.endUnixNano !== null,
    resource: { attributes: jsonMap(span.resource.attributes, 'indexes'), schemaUrl: span.resource.schemaUrl },
    ...(line === 1 ? { instrumentationLibrary: scope } : { instrumentationScope: scope }),
    droppedAttributesCount: span.droppedAttributes,
    droppedEventsCount: span.droppedEvents,
    droppedLinksCount: span.droppedLinks,
  }
}

function remoteOf(flags: number | null): object {
  return flags === null || (flags & 0x100) === 0 ? {} : { isRemote: (flags & 0x200) !== 0 }
}

function pair(time: bigint): [number, number] {
  return [Number(time / 1_000_000_000n), Number(time % 1_000_000_000n)]
}

/** The span as the dump keeps it: an unspecified kind is internal, scopes have no attributes. */
export function keptByOtelJs(span: Span, line: JsLine): Span {
  const knowsRemote = line === 2 && span.parentSpanId !== null && ((span.flags ?? 0) & 0x100) !== 0
  return {
    ...span,
    kind: span.kind === 'unspecified' ? 'internal' : span.kind,
    flags: span.flags === null ? null : span.flags & (knowsRemote ? 0x3ff : 0xff),
    attributes: keptByJson(span.attributes, 'indexes'),
    events: span.events.map((event) => ({ ...event, attributes: keptByJson(event.attributes, 'indexes') })),
    links: span.links.map((link) => ({ ...link, attributes: keptByJson(link.attributes, 'indexes') })),
    resource: { ...span.resource, attributes: keptByJson(span.resource.attributes, 'indexes') },
    scope: { ...span.scope, attributes: leftOut.scope.attributes },
    source: source('otel-js', 1, []),
    position: 0,
  }
}
