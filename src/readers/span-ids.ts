import { describeHexId, readHexId } from './ids.ts'
import { quoted } from './quoted.ts'

export interface SpanIds {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string | null
}

/** The ids of a span whose format writes them in hex, or why they cannot be read. */
export function readSpanIds(trace: unknown, span: unknown, parent: unknown): SpanIds | string {
  const traceId = readHexId(trace, 16)
  const spanId = readHexId(span, 8)
  const parentSpanId = readHexId(parent, 8)
  if (traceId === undefined) return `has trace id ${quoted(trace)}, which ${describeHexId(16)}`
  if (spanId === undefined) return `has span id ${quoted(span)}, which ${describeHexId(8)}`
  if (parentSpanId === undefined) return `has parent span id ${quoted(parent)}, which ${describeHexId(8)}`
  if (traceId === null) return 'has no trace id, or one that is all zero'
  if (spanId === null) return 'has no span id, or one that is all zero'
  return { traceId, spanId, parentSpanId }
}
