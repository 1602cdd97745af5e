import type { SpanEvent, SpanKind } from '../model/span.ts'
import { noAttributes, type Value } from '../model/value.ts'
import { attributesOfMap } from './json-attributes.ts'
import { isList, isObject, listOf } from './json-lists.ts'
import { readKind } from './otlp-enums.ts'
import { quoted } from './quoted.ts'
import { readSpanIds, type SpanIds } from './span-ids.ts'
import { nanosOfInteger } from './times.ts'

/** An item of a recording: a whole span, one side of it, or a part that was sent late. */
export interface Half {
  readonly ids: SpanIds
  /** Empty where it has none. */
  readonly name: string
  readonly kind: SpanKind | null
  /** The side that received the call and took the sender's ids over. */
  readonly isShared: boolean
  readonly startUnixNano: bigint | null
  readonly durationNano: bigint | null
  /** Service that wrote it; empty where it has none. */
  readonly service: string
  readonly tags: ReadonlyMap<string, Value>
  readonly events: readonly SpanEvent[]
  /** Tags that are nested too deep to be read. */
  readonly unread: number
  readonly position: number
}

/** An item as JSON; every field may hold anything. */
interface RawItem {
  readonly traceId?: unknown
  readonly id?: unknown
  readonly parentId?: unknown
  readonly name?: unknown
  readonly kind?: unknown
  readonly shared?: unknown
  readonly timestamp?: unknown
  readonly duration?: unknown
  readonly localEndpoint?: { readonly serviceName?: unknown } | null
  readonly tags?: unknown
  readonly annotations?: unknown
}

interface RawAnnotation {
  readonly timestamp?: unknown
  readonly value?: unknown
}

export const microsecond = 1000n

/** One item, or why it cannot be read. */
export function readHalf(raw: RawItem, position: number): Half | string {
  const ids = readSpanIds(raw.traceId, raw.id, raw.parentId)
  if (typeof ids === 'string') return ids
  const start = readMicros(raw.timestamp)
  const duration = readMicros(raw.duration)
  if (start === undefined) return `has timestamp ${quoted(raw.timestamp)}, which is no microseconds`
  if (duration === undefined) return `has duration ${quoted(raw.duration)}, which is no microseconds`
  const kind = readKind(raw.kind)
  if (kind === undefined) return `has kind ${quoted(raw.kind)}, which Zipkin does not know`
  const { annotations, tags, localEndpoint } = raw
  if (tags !== undefined && tags !== null && !isObject(tags)) return `has ${quoted(tags)} as tags; Zipkin writes a map`
  if (!isList(annotations) || !listOf(annotations).every(isObject)) return 'has annotations that are no list of objects'
  const { attributes, unread } = attributesOfMap(tags)
  const service = localEndpoint?.serviceName
  return {
    ids,
    name: typeof raw.name === 'string' ? raw.name : '',
    kind: kind === 'unspecified' ? null : kind,
    isShared: raw.shared === true,
    startUnixNano: start === 0n ? null : start,
    durationNano: duration,
    service: typeof service === 'string' ? service : '',
    tags: attributes,
    events: listOf(annotations).map((annotation: RawAnnotation) => readEvent(annotation)),
    unread,
    position,
  }
}

function readMicros(raw: unknown): bigint | null | undefined {
  return raw === undefined || raw === null ? null : nanosOfInteger(raw, microsecond)
}

function readEvent({ timestamp, value }: RawAnnotation): SpanEvent {
  const time = nanosOfInteger(timestamp, microsecond)
  const text = typeof value === 'string' ? value : ''
  const { name, attributes } = readAnnotation(text) ?? { name: text, attributes: undefined }
  const map = attributes === undefined ? { attributes: noAttributes, unread: 0 } : attributesOfMap(attributes)
  return {
    name,
    timeUnixNano: time === undefined || time === 0n ? null : time,
    attributes: map.attributes,
    source: 'span',
    body: null,
    droppedAttributes: map.unread,
  }
}

interface NamedAttributes {
  readonly name: string
  readonly attributes: object
}

/** Exporters that keep an event's attributes write them behind its name: `name|{…}|0`, `"name":{…}` or `{"name":{…}}`. */
function readAnnotation(text: string): NamedAttributes | undefined {
  const open = text.indexOf('|{')
  const close = text.lastIndexOf('}|')
  if (open !== -1 && close > open && /^\d{1,10}$/.test(text.slice(close + 2))) {
    const attributes = parseObject(text.slice(open + 1, close + 1))
    return attributes === undefined ? undefined : { name: text.slice(0, open), attributes }
  }
  if (!text.startsWith('"') && !text.startsWith('{')) return undefined
  const entries = Object.entries(parseObject(text.startsWith('"') ? `{${text}}` : text) ?? {})
  const [name, attributes]: readonly unknown[] = entries[0] ?? []
  return entries.length === 1 && typeof name === 'string' && isObject(attributes) ? { name, attributes } : undefined
}

function parseObject(text: string): object | undefined {
  try {
    const json: unknown = JSON.parse(text)
    return isObject(json) ? json : undefined
  } catch {
    return undefined
  }
}
