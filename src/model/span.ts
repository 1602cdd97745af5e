import type { Attributes, Value } from './value.ts'

/** `unspecified` is kept as the file has it; rules compare it as `internal`, as the OTLP specification asks. */
export const spanKinds = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const
export type SpanKind = (typeof spanKinds)[number]

export const statusCodes = ['unset', 'ok', 'error'] as const
export type StatusCode = (typeof statusCodes)[number]

/** The producer of spans: one object is shared by all its spans. */
export interface Resource {
  readonly attributes: Attributes
  readonly schemaUrl: string
  /** Attributes the producer dropped; absent for none. */
  readonly droppedAttributes?: number
}

export interface Scope {
  readonly name: string
  readonly version: string
  readonly attributes: Attributes
  readonly schemaUrl: string
  /** Attributes the producer dropped; absent for none. */
  readonly droppedAttributes?: number
}

export interface SpanEvent {
  readonly name: string
  /** Nanoseconds since the epoch; null where the source has none. */
  readonly timeUnixNano: bigint | null
  readonly attributes: Attributes
  /** `log`: a log record that carried this span's ids, not an event the producer added to the span. */
  readonly source: 'span' | 'log'
  /** Body of the log record; null for the span's own events. */
  readonly body: Value
  readonly droppedAttributes: number
}

export interface SpanLink {
  /** 32 and 16 lower-case hex digits. */
  readonly traceId: string
  readonly spanId: string
  readonly attributes: Attributes
  readonly droppedAttributes: number
}

/** A part of a span that a format, or one dump in it, leaves out: its absence there proves nothing. */
export type LackingPart =
  /** Names as the producer gave them: a platform has its own. */
  | 'name'
  | 'kind'
  | 'parent'
  | 'status'
  | 'end'
  | 'events'
  | 'event-attributes'
  | 'links'
  | 'link-attributes'
  | 'resource'
  | 'scope'
  | 'dropped-counts'
  /** Lists and maps as values: each became JSON text, beside numbers and booleans that kept their types. */
  | 'lists'
  /** Maps: each entry became an attribute of its own, the keys joined by dots. */
  | 'maps'
  /** Attributes that hold messages, arguments or results: a platform keeps them elsewhere, or dropped them. */
  | 'content'

/** What the recording a span was read from can say, and cannot; one object is shared by many spans. */
export interface SpanSource {
  /** Id of the reader. */
  readonly format: string
  /** Smallest step of the times, in nanoseconds; null: the format has an order of messages and no times. */
  readonly timePrecisionNano: number | null
  /** Attribute values lost their types on the way: a number may have become text. */
  readonly isStringly: boolean
  /** Spans were made of a message log: they are steps, and neither names nor keys are the producer's. */
  readonly isTranscript: boolean
  readonly lacks: ReadonlySet<LackingPart>
}

/** False for a source that says all of a span, to the nanosecond. */
export function isLimited({ lacks, isStringly, isTranscript, timePrecisionNano }: SpanSource): boolean {
  return timePrecisionNano !== 1 || lacks.size > 0 || isStringly || isTranscript
}

/** Source of spans that lost nothing: OTLP, and spans that were never written. */
export function completeSource(format: string): SpanSource {
  return { format, timePrecisionNano: 1, isStringly: false, isTranscript: false, lacks: new Set() }
}

/** One OpenTelemetry span, raw: names, keys and values exactly as the recording has them. */
export interface Span {
  /** 32 lower-case hex digits. */
  readonly traceId: string
  /** 16 lower-case hex digits. */
  readonly spanId: string
  /** Null for a span without a parent. */
  readonly parentSpanId: string | null
  readonly name: string
  readonly kind: SpanKind
  /** Nanoseconds since the epoch; null where the source has none. */
  readonly startUnixNano: bigint | null
  /** Null for a span that never ended. */
  readonly endUnixNano: bigint | null
  readonly status: { readonly code: StatusCode; readonly message: string }
  readonly attributes: Attributes
  readonly events: readonly SpanEvent[]
  readonly links: readonly SpanLink[]
  readonly resource: Resource
  readonly scope: Scope
  readonly traceState: string
  /** W3C trace flags in bits 0-7, bit 8 "remote is known", bit 9 "parent is remote"; null where the source has none. */
  readonly flags: number | null
  /** Attributes the producer dropped, plus those that cannot be read: rules must not take either for absent. */
  readonly droppedAttributes: number
  readonly droppedEvents: number
  readonly droppedLinks: number
  readonly source: SpanSource
  /** Line (text formats, from 1) or byte offset (binary formats, from 0) at which the span's envelope starts. */
  readonly position: number
}

/** True when the span's parent lives in another process, as far as the flags say. */
export function hasRemoteParent(span: Pick<Span, 'flags'>): boolean {
  return span.flags !== null && (span.flags & 0x300) === 0x300
}
