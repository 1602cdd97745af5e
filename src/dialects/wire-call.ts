import type { WireCall } from '../model/span-facts.ts'
import type { Span } from '../model/span.ts'
import { textOf } from './keys.ts'
import { countOf } from './numbers.ts'

/**
 * The HTTP request that a client span records, by the stable and by the older HTTP conventions; undefined for other
 * spans. A source that does not say kinds leaves the method and the full URL as the only signs of a client.
 */
export function wireCallOf(span: Span): WireCall | undefined {
  const method = textOf(span, 'http.request.method') ?? textOf(span, 'http.method')
  if (method === null || (span.kind !== 'client' && !span.source.lacks.has('kind'))) return undefined
  const url = textOf(span, 'url.full') ?? textOf(span, 'http.url')
  if (url === null && span.kind !== 'client') return undefined
  return {
    kind: span.kind,
    method: method.toUpperCase(),
    url: url === null ? null : url.replace(/[?#].*$/su, ''),
    statusCode: countOf(span, 'http.response.status_code') ?? countOf(span, 'http.status_code'),
    resendCount: countOf(span, 'http.request.resend_count'),
  }
}
