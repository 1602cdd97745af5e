import type { Scope, Span } from '../model/span.ts'
import { noAttributes, type Value } from '../model/value.ts'
import { readStatus } from './otlp-enums.ts'
import { readCount } from './otlp-json-span.ts'

/** What OpenTelemetry exporters write as tags where a format has no other place for it. */
interface OtelTags {
  readonly status: Span['status']
  /** Null where no tag names one. */
  readonly scope: Scope | null
  readonly traceState: string
  readonly droppedAttributes: number
  readonly droppedEvents: number
  readonly droppedLinks: number
}

/**
 * Takes these tags out of `tags`, which leaves the producer's attributes. An `error` tag that no status code stands
 * beside is the producer's own: it stays, and makes the status. Source: "Transformation to non-OTLP formats" of the
 * OpenTelemetry specification; `w3c.tracestate` as the collector's translators write it.
 */
export function takeOtelTags(tags: Map<string, Value>): OtelTags {
  const status = takeStatus(tags)
  const scopeName = takeText(tags, 'otel.scope.name', 'otel.library.name')
  const scopeVersion = takeText(tags, 'otel.scope.version', 'otel.library.version')
  const isScoped = scopeName !== '' || scopeVersion !== ''
  return {
    status,
    scope: isScoped ? { name: scopeName, version: scopeVersion, attributes: noAttributes, schemaUrl: '' } : null,
    traceState: takeText(tags, 'w3c.tracestate'),
    droppedAttributes: takeCount(tags, 'otel.dropped_attributes_count'),
    droppedEvents: takeCount(tags, 'otel.dropped_events_count'),
    droppedLinks: takeCount(tags, 'otel.dropped_links_count'),
  }
}

function takeStatus(tags: Map<string, Value>): Span['status'] {
  const error = tags.get('error')
  const errorText = typeof error === 'string' && error !== 'true' ? error : ''
  const description = takeText(tags, 'otel.status_description')
  const given = tags.get('otel.status_code')
  const code = given === undefined ? undefined : readStatus(given, '')?.code
  if (code === undefined) {
    const isFailed = error !== undefined && error !== null && error !== false && error !== 'false'
    return { code: isFailed ? 'error' : 'unset', message: isFailed && description === '' ? errorText : description }
  }
  tags.delete('otel.status_code')
  if (code !== 'error') return { code, message: description }
  // Exporters repeat the status in this tag; Zipkin's has the description.
  tags.delete('error')
  return { code, message: description === '' ? errorText : description }
}

/** The first of these tags that is there; all are taken. */
function takeText(tags: Map<string, Value>, ...keys: readonly string[]): string {
  const found = keys.map((key) => tags.get(key))
  for (const [index, key] of keys.entries()) if (typeof found[index] === 'string') tags.delete(key)
  return found.find((value) => typeof value === 'string') ?? ''
}

function takeCount(tags: Map<string, Value>, key: string): number {
  const count = readCount(tags.get(key))
  tags.delete(key)
  return count
}
