import { spanKinds, type Span } from '../../../src/model/span.ts'
import type { Attributes } from '../../../src/model/value.ts'
import { encodeJson } from '../otlp/encode-json.ts'
import { floorTime, isoOf, jsonMap, keptByJson } from './json-values.ts'
import { exactJson } from '../formats/exact-json.ts'
import { leftOut, source } from './without.ts'

/** `{ data, next_cursor }` of the REST API; its spans are of one OpenInference kind, `UNKNOWN` for none. */
export function encodePhoenix(spans: readonly Span[], kind = 'CHAIN'): string {
  return exactJson({ next_cursor: null, data: spans.map((span) => spanJson(span, kind)) }, 2)
}

function spanJson(span: Span, kind: string): object {
  return {
    id: 'U3Bhbjox',
    name: span.name,
    context: { trace_id: span.traceId, span_id: span.spanId },
    span_kind: kind,
    parent_id: span.parentSpanId,
    start_time: iso(span.startUnixNano),
    end_time: iso(span.endUnixNano),
    status_code: span.status.code.toUpperCase(),
    status_message: span.status.message,
    attributes: jsonMap(span.attributes, 'base64'),
    events: span.events.map((event) => ({
      name: event.name,
      timestamp: iso(event.timeUnixNano),
      attributes: jsonMap(event.attributes, 'base64'),
    })),
  }
}

function iso(time: bigint | null): string | null {
  return time === null ? null : `${isoOf(time, 1000n)}+00:00`
}

function withKind(attributes: Attributes): Attributes {
  return new Map([['openinference.span.kind', 'CHAIN'], ...keptByJson(attributes, 'base64')])
}

/** The span as the REST API keeps it: times to the microsecond, the OpenInference kind as an attribute. */
export function keptByPhoenix(span: Span): Span {
  return {
    ...leftOut,
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    name: span.name,
    startUnixNano: floorTime(span.startUnixNano, 1000n),
    endUnixNano: floorTime(span.endUnixNano, 1000n),
    status: span.status,
    attributes: withKind(span.attributes),
    events: span.events.map((event) => ({
      ...event,
      timeUnixNano: floorTime(event.timeUnixNano, 1000n),
      attributes: keptByJson(event.attributes, 'base64'),
      droppedAttributes: 0,
    })),
    source: source('phoenix', 1000, ['kind', 'links', 'resource', 'scope', 'dropped-counts']),
  }
}

interface Request {
  resource_spans: { scope_spans: { spans: object[] }[] }[]
}

/** The variant in OTLP's words: spans of an OTLP/JSON request in snake_case, in `data`, with times as integers. */
export function encodePhoenixOtlp(spans: readonly Span[]): string {
  const data = spans.flatMap((span) => {
    const request = JSON.parse(encodeJson([span], { names: 'snake_case', enums: 'name' })) as Request
    return request.resource_spans.flatMap(({ scope_spans: scopes }) => scopes.flatMap((scope) => scope.spans))
  })
  const text = JSON.stringify({ data, next_cursor: 'U3Bhbjoy' })
  return text.replace(/"((?:start_|end_)?time_unix_nano)":"(\d+)"/g, '"$1":$2')
}

/** As OTLP has it, without resource, scope and links. */
export function keptByPhoenixOtlp(span: Span): Span {
  const lacksKind = spanKinds.indexOf(span.kind) === 0
  const lacks = ['links', 'resource', 'scope'] as const
  return {
    ...span,
    resource: leftOut.resource,
    scope: leftOut.scope,
    source: source('phoenix', 1000, lacksKind ? ['kind', ...lacks] : lacks),
    position: 0,
  }
}
