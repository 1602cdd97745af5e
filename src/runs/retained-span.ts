import { hasRemoteParent, type Span, type SpanEvent, type SpanKind, type StatusCode } from '../model/span.ts'
import type { Value } from '../model/value.ts'

/** A span stripped to what runs are built from; plain data, so that it can be written to disk. */
export interface RetainedSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string | null
  readonly name: string
  readonly kind: SpanKind
  readonly status: StatusCode
  readonly startUnixNano: bigint | null
  readonly endUnixNano: bigint | null
  readonly hasRemoteParent: boolean
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[]
  readonly values: ReadonlyMap<string, Value>
  /** Index into the recording set's files. */
  readonly file: number
  readonly position: number
  readonly tag: number
  readonly payload: unknown
}

/** A log record that names a span; what the caller keeps of it travels as payload. */
export interface RetainedLog {
  readonly traceId: string
  readonly spanId: string
  readonly event: SpanEvent
  readonly payload: unknown
}

/** Everything retained of one run, in any order. */
export interface RetainedRun {
  readonly spans: readonly RetainedSpan[]
  readonly logs: readonly RetainedLog[]
}

const noLinks: RetainedSpan['links'] = []

/** Strips a span to what runs are built from, and adds what the caller keeps with it. */
export function retain(span: Span, kept: Pick<RetainedSpan, 'file' | 'tag' | 'payload' | 'values'>): RetainedSpan {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    name: span.name,
    kind: span.kind,
    status: span.status.code,
    startUnixNano: span.startUnixNano,
    endUnixNano: span.endUnixNano,
    hasRemoteParent: hasRemoteParent(span),
    links: span.links.length === 0 ? noLinks : span.links.map(({ traceId, spanId }) => ({ traceId, spanId })),
    values: kept.values,
    file: kept.file,
    position: span.position,
    tag: kept.tag,
    payload: kept.payload,
  }
}

/** Attributes by which traces of one execution name each other. */
const runIdKeys = ['spanpact.run.id', 'gen_ai.agent.call.id'] as const

/** The run id a span carries, if any. */
export function runIdOf(span: Span): string | undefined {
  for (const key of runIdKeys) {
    const value = span.attributes.get(key)
    if (typeof value === 'string' && value !== '') return `${key} ${value}`
  }
  return undefined
}
