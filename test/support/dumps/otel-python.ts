import type { Span } from '../../../src/model/span.ts'
import { floorTime, isoOf, jsonMap, keptByJson } from './json-values.ts'
import { exactJson } from '../formats/exact-json.ts'
import { leftOut, source } from './without.ts'

/** Pretty-printed `span.to_json()`, one after another, as the console exporter prints them. */
export function encodeOtelPython(spans: readonly Span[]): string {
  return spans.map((span) => exactJson(toJson(span), 4)).join('\n')
}

function toJson(span: Span): object {
  return {
    name: span.name,
    context: { trace_id: `0x${span.traceId}`, span_id: `0x${span.spanId}`, trace_state: '[]' },
    kind: `SpanKind.${span.kind === 'unspecified' ? 'INTERNAL' : span.kind.toUpperCase()}`,
    parent_id: span.parentSpanId === null ? null : `0x${span.parentSpanId}`,
    start_time: iso(span.startUnixNano),
    end_time: iso(span.endUnixNano),
    status: { status_code: span.status.code.toUpperCase(), description: span.status.message },
    attributes: jsonMap(span.attributes, 'base64'),
    events: span.events.map((event) => ({
      name: event.name,
      timestamp: iso(event.timeUnixNano),
      attributes: jsonMap(event.attributes, 'base64'),
    })),
    links: span.links.map((link) => ({
      context: { trace_id: `0x${link.traceId}`, span_id: `0x${link.spanId}`, trace_state: '[]' },
      attributes: jsonMap(link.attributes, 'base64'),
    })),
    resource: { attributes: jsonMap(span.resource.attributes, 'base64'), schema_url: span.resource.schemaUrl },
  }
}

function iso(time: bigint | null): string | null {
  return time === null ? null : `${isoOf(time, 1000n)}Z`
}

/** The span as `to_json` keeps it: times to the microsecond, no scope, no trace state, flags or dropped counts. */
export function keptByToJson(span: Span): Span {
  return {
    ...leftOut,
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    name: span.name,
    kind: span.kind === 'unspecified' ? 'internal' : span.kind,
    startUnixNano: floorTime(span.startUnixNano, 1000n),
    endUnixNano: floorTime(span.endUnixNano, 1000n),
    status: span.status,
    attributes: keptByJson(span.attributes, 'base64'),
    events: span.events.map((event) => ({
      ...event,
      timeUnixNano: floorTime(event.timeUnixNano, 1000n),
      attributes: keptByJson(event.attributes, 'base64'),
      droppedAttributes: 0,
    })),
    links: span.links.map((link) => ({
      ...link,
      attributes: keptByJson(link.attributes, 'base64'),
      droppedAttributes: 0,
    })),
    resource: { ...span.resource, attributes: keptByJson(span.resource.attributes, 'base64') },
    source: source('otel-python', 1000, ['scope', 'dropped-counts']),
  }
}

/** `{ spans, final_output }` with decimal ids, a `parent` object and times in nanoseconds. */
export function encodeDecimalDump(spans: readonly Span[]): string {
  const context = (traceId: string | null, spanId: string | null): object => ({
    trace_id: traceId === null ? null : BigInt(`0x${traceId}`),
    span_id: spanId === null ? null : BigInt(`0x${spanId}`),
    is_remote: false,
    trace_flags: { value: 0 },
  })
  const dumped = spans.map((span) => ({
    ...toJson(span),
    kind: span.kind === 'unspecified' ? 'internal' : span.kind,
    parent: context(span.parentSpanId === null ? null : span.traceId, span.parentSpanId),
    parent_id: undefined,
    start_time: span.startUnixNano,
    end_time: span.endUnixNano,
    status: { status_code: span.status.code, description: span.status.message },
    context: context(span.traceId, span.spanId),
    events: span.events.map((event) => ({
      name: event.name,
      timestamp: event.timeUnixNano,
      attributes: jsonMap(event.attributes, 'base64'),
    })),
    links: span.links.map((link) => ({
      context: context(link.traceId, link.spanId),
      attributes: jsonMap(link.attributes, 'base64'),
    })),
  }))
  return exactJson({ spans: dumped, final_output: { steps: [] } }, 2)
}

/** As `to_json` keeps it, with exact times. */
export function keptByDecimalDump(span: Span): Span {
  return {
    ...keptByToJson(span),
    startUnixNano: span.startUnixNano,
    endUnixNano: span.endUnixNano,
    events: span.events.map((event) => ({
      ...event,
      attributes: keptByJson(event.attributes, 'base64'),
      droppedAttributes: 0,
    })),
    source: source('otel-python', 1, ['scope', 'dropped-counts']),
  }
}

/** A list of flat records. */
export function encodeFlatDump(spans: readonly Span[]): string {
  return exactJson(
    spans.map((span) => ({
      trace_id: span.traceId,
      span_id: span.spanId,
      parent_span_id: span.parentSpanId,
      name: span.name,
      start_time: span.startUnixNano,
      end_time: span.endUnixNano,
      attributes: jsonMap(span.attributes, 'base64'),
      scope: { name: span.scope.name, version: span.scope.version },
      status: { code: span.status.code.toUpperCase(), message: span.status.message },
      span_events: span.events.map((event) => ({
        event_name: event.name,
        timestamp: event.timeUnixNano,
        attributes: jsonMap(event.attributes, 'base64'),
      })),
    })),
    1,
  )
}

/** Flat records have no kind, resource or links, but the scope's name and version. */
export function keptByFlatDump(span: Span): Span {
  const { attributes, events, startUnixNano, endUnixNano } = keptByDecimalDump(span)
  return {
    ...leftOut,
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    name: span.name,
    startUnixNano,
    endUnixNano,
    status: span.status,
    attributes,
    events,
    scope: { ...leftOut.scope, name: span.scope.name, version: span.scope.version },
    source: source('otel-python', 1, ['dropped-counts', 'kind', 'links', 'resource']),
  }
}
