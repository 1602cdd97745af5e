import type { LackingPart, Resource, Scope, Span, SpanSource } from '../model/span.ts'
import { noAttributes, type Value, type ValueMap } from '../model/value.ts'
import type { Content } from './transcript.ts'

/** A span while its transcript is read: what comes later in it may add attributes. */
export interface BuildingSpan {
  readonly spanId: string
  readonly parentSpanId: string | null
  readonly name: string
  readonly attributes: Map<string, Value>
  start: bigint | null
  end: bigint | null
  status: Span['status']
  /** Attributes that cannot be read: they are not absent. */
  unread: number
}

/** Spans of one transcript; their ids are stable and sort in the order in which they were begun. */
export interface SpanBuilder {
  readonly begin: (
    name: string,
    parent: BuildingSpan | null,
    attributes: Readonly<Record<string, Value | undefined>>,
  ) => BuildingSpan
  readonly finish: (source: SpanSource, position: number) => Span[]
}

const lacking: readonly LackingPart[] = [
  'kind',
  'status',
  'events',
  'event-attributes',
  'links',
  'resource',
  'scope',
  'dropped-counts',
]

/** A transcript without times, which never shows that something ended. */
export function timelessSource(format: string): SpanSource {
  return {
    format,
    timePrecisionNano: null,
    isStringly: false,
    isTranscript: true,
    lacks: new Set([...lacking, 'end']),
  }
}

export function timedSource(format: string, timePrecisionNano: number): SpanSource {
  return { format, timePrecisionNano, isStringly: false, isTranscript: true, lacks: new Set(lacking) }
}

const noResource: Resource = { attributes: noAttributes, schemaUrl: '' }
const unset: Span['status'] = { code: 'unset', message: '' }
const noScope: Scope = { name: '', version: '', attributes: noAttributes, schemaUrl: '' }

/** `digest`: at least 40 hex digits that tell the transcript from every other. */
export function createSpanBuilder(digest: string): SpanBuilder {
  const spans: BuildingSpan[] = []
  return {
    begin(name, parent, attributes) {
      const entries = Object.entries(attributes).filter((entry): entry is [string, Value] => entry[1] !== undefined)
      const span: BuildingSpan = {
        spanId: digest.slice(32, 40) + (spans.length + 1).toString(16).padStart(8, '0'),
        parentSpanId: parent?.spanId ?? null,
        name,
        attributes: new Map(entries),
        start: null,
        end: null,
        status: unset,
        unread: 0,
      }
      spans.push(span)
      return span
    },
    finish: (source, position) => spans.map((span) => spanOf(span, digest.slice(0, 32), source, position)),
  }
}

function spanOf(one: BuildingSpan, traceId: string, source: SpanSource, position: number): Span {
  return {
    traceId,
    spanId: one.spanId,
    parentSpanId: one.parentSpanId,
    name: one.name,
    kind: 'internal',
    startUnixNano: one.start,
    endUnixNano: one.end,
    status: one.status,
    attributes: one.attributes,
    events: [],
    links: [],
    resource: noResource,
    scope: noScope,
    traceState: '',
    flags: null,
    droppedAttributes: one.unread,
    droppedEvents: 0,
    droppedLinks: 0,
    source,
    position,
  }
}

/** Sets an attribute to recorded content; what is too deep counts as unread. */
export function setContent(span: BuildingSpan, key: string, content: Content): void {
  if (content === null) return
  if ('value' in content) span.attributes.set(key, content.value)
  else span.unread += 1
}

/** A key-value list; members without a value are left out. */
export function valueMap(members: Readonly<Record<string, Value | undefined>>): ValueMap {
  const map: Record<string, Value> = Object.create(null)
  for (const [key, value] of Object.entries(members)) if (value !== undefined) map[key] = value
  return map
}
