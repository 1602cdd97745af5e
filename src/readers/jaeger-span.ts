import type { LackingPart, Resource, Span, SpanEvent, SpanLink } from '../model/span.ts'
import { noAttributes } from '../model/value.ts'
import { readHexId } from './ids.ts'
import { readTags } from './jaeger-tags.ts'
import { isList, isObject, listOf } from './json-lists.ts'
import { readKind } from './otlp-enums.ts'
import { readCount } from './otlp-json-span.ts'
import { takeOtelTags } from './otel-tags.ts'
import { quoted } from './quoted.ts'
import { readSpanIds } from './span-ids.ts'
import { spanSources } from './span-sources.ts'
import { nanosOfInteger } from './times.ts'

/** A span as JSON; every field may hold anything. */
export interface RawJaegerSpan {
  readonly traceID?: unknown
  readonly spanID?: unknown
  readonly parentSpanID?: unknown
  readonly operationName?: unknown
  readonly references?: unknown
  readonly startTime?: unknown
  readonly duration?: unknown
  readonly tags?: unknown
  readonly logs?: unknown
  readonly processID?: unknown
  readonly process?: unknown
  readonly warnings?: unknown
}

interface RawReference {
  readonly refType?: unknown
  readonly traceID?: unknown
  readonly spanID?: unknown
}

interface RawLog {
  readonly timestamp?: unknown
  readonly fields?: unknown
}

const microsecond = 1000n
const sourceOf = spanSources('jaeger-json')
const lacksAlways: readonly LackingPart[] = ['dropped-counts', 'link-attributes', 'lists']
const noScope = { name: '', version: '', attributes: noAttributes, schemaUrl: '' }
const unknownResource: Resource = { attributes: noAttributes, schemaUrl: '' }

/**
 * One span, or why it cannot be read. `resource` is undefined where the trace names no process for it; `fault` is told
 * what is left out of a span that is read.
 */
export function readJaegerSpan(
  raw: RawJaegerSpan,
  traceId: unknown,
  resource: Resource | undefined,
  position: number,
  fault: (message: string) => void,
): Span | string {
  const wrongList = describeLists(raw)
  if (wrongList !== undefined) return wrongList
  const ownTrace = raw.traceID ?? traceId
  const references: readonly RawReference[] = listOf(raw.references)
  const parent = references.find((one) => isChildOf(one) && sameTrace(one.traceID, ownTrace))
  const ids = readSpanIds(ownTrace, raw.spanID, parent?.spanID ?? raw.parentSpanID)
  if (typeof ids === 'string') return ids
  const { operationName: name } = raw
  if (typeof name !== 'string' || name === '') return 'has no name'
  const start = nanosOfInteger(raw.startTime, microsecond)
  if (start === undefined || start === 0n) return `has start time ${quoted(raw.startTime)}, which is no microseconds`
  const end = endOf(start, raw.duration)
  if (end === undefined) return `has duration ${quoted(raw.duration)}, which is no microseconds`

  const { tags, unread } = readTags(raw.tags)
  const { status, scope, traceState, droppedAttributes, droppedEvents, droppedLinks } = takeOtelTags(tags)
  const kind = readKind(tags.get('span.kind'))
  if (kind !== undefined) tags.delete('span.kind')
  const links = readLinks(references.filter((one) => one !== parent))
  const lost = references.length - (parent === undefined ? 0 : 1) - links.length
  if (unread > 0) fault(`span \`${ids.spanId}\` has tags without key or value, or nested too deep: ${unread}`)
  if (lost > 0) fault(`span \`${ids.spanId}\` has references without the ids of a span: ${lost}`)
  const lacks: LackingPart[] = [...lacksAlways]
  if (scope === null) lacks.push('scope')
  if (resource === undefined) lacks.push('resource')
  return {
    ...ids,
    name,
    kind: kind ?? 'unspecified',
    startUnixNano: start,
    endUnixNano: end,
    status,
    attributes: tags,
    events: listOf(raw.logs).map((log: RawLog) => readEvent(log)),
    links,
    resource: resource ?? unknownResource,
    scope: scope ?? noScope,
    traceState,
    flags: null,
    droppedAttributes: droppedAttributes + unread,
    droppedEvents,
    droppedLinks: droppedLinks + lost,
    source: sourceOf({ timePrecisionNano: Number(microsecond), isStringly: false, lacks }),
    position,
  }
}

/** Resource of a process; Jaeger keeps the service's name apart from the other attributes. */
export function readProcess(raw: unknown): Resource | undefined {
  if (!isObject(raw)) return undefined
  const { serviceName, tags }: { readonly serviceName?: unknown; readonly tags?: unknown } = raw
  const { tags: attributes, unread } = readTags(tags)
  if (typeof serviceName === 'string' && !noServiceNames.has(serviceName)) attributes.set('service.name', serviceName)
  return { attributes, schemaUrl: '', ...(unread === 0 ? {} : { droppedAttributes: unread }) }
}

/** Written for a resource without that attribute, and for one without any. */
const noServiceNames: ReadonlySet<string> = new Set(['', 'OTLPResourceNoServiceName'])

/** Null where there is no duration: the span never ended. */
function endOf(start: bigint, duration: unknown): bigint | null | undefined {
  if (duration === undefined || duration === null) return null
  if (typeof duration !== 'bigint' && !Number.isSafeInteger(duration)) return undefined
  return nanosOfInteger(start + BigInt(duration as number | bigint) * microsecond, 1n)
}

function describeLists(raw: RawJaegerSpan): string | undefined {
  for (const name of ['tags', 'references', 'logs'] as const) {
    if (!isList(raw[name])) return `has ${quoted(raw[name])} as ${name}; Jaeger writes a list`
  }
  if (!listOf(raw.references).every(isObject)) return 'has references that are no objects'
  return listOf(raw.logs).every(isObject) ? undefined : 'has logs that are no objects'
}

function isChildOf(reference: RawReference): boolean {
  return typeof reference.refType === 'string' && /^child_?of$/i.test(reference.refType)
}

function sameTrace(one: unknown, other: unknown): boolean {
  return one === undefined || readHexId(one, 16) === readHexId(other, 16)
}

/** A link without both ids leads nowhere: it is left out, and counts as dropped. */
function readLinks(references: readonly RawReference[]): SpanLink[] {
  const links: SpanLink[] = []
  for (const reference of references) {
    const traceId = readHexId(reference.traceID, 16)
    const spanId = readHexId(reference.spanID, 8)
    if (typeof traceId !== 'string' || typeof spanId !== 'string') continue
    links.push({ traceId, spanId, attributes: noAttributes, droppedAttributes: 0 })
  }
  return links
}

function readEvent(raw: RawLog): SpanEvent {
  const { tags, unread } = readTags(raw.fields)
  const name = tags.get('event')
  if (typeof name === 'string') tags.delete('event')
  const time = nanosOfInteger(raw.timestamp, microsecond)
  const dropped = readCount(tags.get('otel.dropped_attributes_count'))
  tags.delete('otel.dropped_attributes_count')
  return {
    name: typeof name === 'string' ? name : '',
    timeUnixNano: time === undefined || time === 0n ? null : time,
    attributes: tags,
    source: 'span',
    body: null,
    droppedAttributes: dropped + unread,
  }
}
