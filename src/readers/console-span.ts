import { isObject } from './json-lists.ts'

/**
 * Whether JSON is what the console exporter of the OpenTelemetry JS SDK makes of a span. Its ids and times look like Zipkin's,
 * which has neither attributes nor a scope.
 */
export function isConsoleSpan(json: unknown): boolean {
  if (!isObject(json)) return false
  const span: { readonly traceId?: unknown; readonly id?: unknown; readonly timestamp?: unknown } = json
  const isMarked = typeof span.traceId === 'string' && typeof span.id === 'string' && span.timestamp !== undefined
  return isMarked && ('attributes' in json || 'instrumentationScope' in json || 'instrumentationLibrary' in json)
}
