import { completeSource, type Span, type SpanSource } from '../model/span.ts'
import { noAttributes } from '../model/value.ts'
import type { RetainedLog } from '../runs/index.ts'

/** A span that says nothing, of a source: what stands where only a part of a span is known. */
export function emptySpan(source: SpanSource): Span {
  return {
    traceId: '',
    spanId: '',
    parentSpanId: null,
    name: '',
    kind: 'unspecified',
    startUnixNano: null,
    endUnixNano: null,
    status: { code: 'unset', message: '' },
    attributes: noAttributes,
    events: [],
    links: [],
    resource: { attributes: noAttributes, schemaUrl: '' },
    scope: { name: '', version: '', attributes: noAttributes, schemaUrl: '' },
    traceState: '',
    flags: null,
    droppedAttributes: 0,
    droppedEvents: 0,
    droppedLinks: 0,
    source,
    position: 0,
  }
}

const logSource = completeSource('log')

/** A span with nothing but a log record as its event. */
export function bareSpan({ traceId, spanId, event }: Pick<RetainedLog, 'traceId' | 'spanId' | 'event'>): Span {
  return { ...emptySpan(logSource), traceId, spanId, events: [event] }
}
