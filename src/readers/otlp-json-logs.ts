import { readId } from './ids.ts'
import type { OtlpFile, OtlpPiece } from './otlp-file.ts'
import { readAttributes, readBody } from './otlp-json-attributes.ts'
import { hasOtherSpelling } from './otlp-json-careful.ts'
import { readCount, readText } from './otlp-json-span.ts'
import { needsCare, readTime } from './otlp-json-values.ts'

interface RawLogRecord {
  readonly traceId?: unknown
  readonly spanId?: unknown
  readonly timeUnixNano?: unknown
  readonly observedTimeUnixNano?: unknown
  readonly eventName?: unknown
  readonly body?: object | null
  readonly attributes?: unknown
  readonly droppedAttributesCount?: unknown
}

/** Log records that carry a span's ids become events of that span; the others are counted. */
export function readLogEvents(
  records: readonly (RawLogRecord | null)[],
  position: number,
  file: OtlpFile,
  piece: OtlpPiece,
): void {
  for (const raw of records) {
    if (raw?.traceId === undefined && raw && !file.careful && hasOtherSpelling(raw)) throw needsCare
    const traceId = readId(raw?.traceId, 16, file.ids)
    const spanId = readId(raw?.spanId, 8, file.ids)
    if (!raw || typeof traceId !== 'string' || typeof spanId !== 'string') {
      piece.skipped.logRecords += 1
      continue
    }
    file.unread = 0
    const attributes = readAttributes(raw.attributes, file, 'a log record of span', spanId)
    const droppedAttributes = readCount(raw.droppedAttributesCount) + file.unread
    const attribute = attributes.get('event.name')
    const name = raw.eventName ?? (typeof attribute === 'string' ? attribute : '')
    const event = {
      name: readText(name, 'event name', 'a log record of span', spanId, file),
      // The log data model: the time of occurrence where it is known, else the time of observation.
      timeUnixNano: readTime(raw.timeUnixNano, file) ?? readTime(raw.observedTimeUnixNano, file) ?? null,
      attributes,
      source: 'log' as const,
      body: readBody(raw.body, file, spanId),
      droppedAttributes,
    }
    piece.logEvents.push({ traceId, spanId, event, position })
  }
}
