import type { SpanRef } from '../model/step.ts'

/** Key of a span within a run. */
export function spanKey({ traceId, spanId }: Pick<SpanRef, 'traceId' | 'spanId'>): string {
  return `${traceId} ${spanId}`
}
