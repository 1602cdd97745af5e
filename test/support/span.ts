import { createHash } from 'node:crypto'

import type { Attributes, Value } from '../../src/model/value.ts'
import {
  completeSource,
  type LackingPart,
  type Span,
  type SpanEvent,
  type SpanKind,
  type SpanSource,
  type StatusCode,
} from '../../src/model/span.ts'

/** A span as tests and docs pages write it: everything but the name has a default; times are in milliseconds. */
export interface SpanSketch {
  name: string
  /** Short label from which a 16-digit span id is derived; default: the name. */
  id?: string
  /** Label of the parent span in the same trace. */
  parent?: string
  /** Label of the trace; default `t1`. */
  trace?: string
  kind?: SpanKind
  /** Milliseconds after an arbitrary origin; default 0, and 10 after the start. `end: null`: never ended. */
  start?: number
  end?: number | null
  status?: StatusCode
  statusMessage?: string
  attributes?: Record<string, unknown>
  events?: { name: string; at?: number; attributes?: Record<string, unknown>; dropped?: number; source?: 'log' }[]
  links?: { to: string; trace?: string; attributes?: Record<string, unknown> }[]
  resource?: Record<string, unknown>
  scope?: { name?: string; version?: string }
  dropped?: { attributes?: number; events?: number; links?: number }
  flags?: number
  /** What the recording says and does not; default: all of a span. Spans with the same object share a source. */
  source?: SourceSketch
}

export type SourceSketch = Partial<Omit<SpanSource, 'lacks'>> & { lacks?: readonly LackingPart[] }

const originNano = 1_760_000_000_000_000_000n

/** The trace id that a trace label stands for. */
export function traceId(label: string): string {
  return createHash('sha256').update(`trace ${label}`).digest('hex').slice(0, 32)
}

/** The span id that a span label stands for. */
export function spanId(label: string): string {
  return createHash('sha256').update(`span ${label}`).digest('hex').slice(0, 16)
}

export function attributes(map: Record<string, unknown> = {}): Attributes {
  return new Map(Object.entries(map).map(([key, value]) => [key, value as Value]))
}

function nano(ms: number): bigint {
  return originNano + BigInt(Math.round(ms * 1e6))
}

const sources = new WeakMap<SourceSketch, SpanSource>()

function sourceOf(sketch: SourceSketch): SpanSource {
  let source = sources.get(sketch)
  if (source === undefined) {
    source = { ...completeSource('sketch'), ...sketch, lacks: new Set(sketch.lacks) }
    sources.set(sketch, source)
  }
  return source
}

/** Builds a span from a sketch. */
export function span(sketch: SpanSketch, position = 1): Span {
  const trace = sketch.trace ?? 't1'
  const start = sketch.start ?? 0
  const end = sketch.end === undefined ? start + 10 : sketch.end
  const events: SpanEvent[] = (sketch.events ?? []).map((event) => ({
    name: event.name,
    timeUnixNano: nano(event.at ?? start),
    attributes: attributes(event.attributes),
    source: event.source ?? 'span',
    body: null,
    droppedAttributes: event.dropped ?? 0,
  }))
  return {
    traceId: traceId(trace),
    spanId: spanId(sketch.id ?? sketch.name),
    parentSpanId: sketch.parent === undefined ? null : spanId(sketch.parent),
    name: sketch.name,
    kind: sketch.kind ?? 'internal',
    startUnixNano: nano(start),
    endUnixNano: end === null ? null : nano(end),
    status: { code: sketch.status ?? 'unset', message: sketch.statusMessage ?? '' },
    attributes: attributes(sketch.attributes),
    events,
    links: (sketch.links ?? []).map((link) => ({
      traceId: traceId(link.trace ?? trace),
      spanId: spanId(link.to),
      attributes: attributes(link.attributes),
      droppedAttributes: 0,
    })),
    resource: { attributes: attributes(sketch.resource), schemaUrl: '' },
    scope: {
      name: sketch.scope?.name ?? '',
      version: sketch.scope?.version ?? '',
      attributes: attributes(),
      schemaUrl: '',
    },
    traceState: '',
    flags: sketch.flags ?? null,
    droppedAttributes: sketch.dropped?.attributes ?? 0,
    droppedEvents: sketch.dropped?.events ?? 0,
    droppedLinks: sketch.dropped?.links ?? 0,
    source: sketch.source === undefined ? completeSource('sketch') : sourceOf(sketch.source),
    position,
  }
}
