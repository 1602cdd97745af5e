import type { LackingPart, Resource, Span } from '../model/span.ts'
import { noAttributes, type Value } from '../model/value.ts'
import { asBuffer } from './byte-chunks.ts'
import { isConsoleSpan } from './console-span.ts'
import { readJson } from './json-content.ts'
import { parseHead } from './json-head.ts'
import { isObject } from './json-lists.ts'
import { maxPieceText } from './limits.ts'
import { takeOtelTags } from './otel-tags.ts'
import { quoted } from './quoted.ts'
import { defineReader, type ByteChunks, type ReadContext, type RecordingBatch } from './reader.ts'
import { spanSources } from './span-sources.ts'
import { microsecond, readHalf } from './zipkin-half.ts'
import { holdHalves, type Halves } from './zipkin-held.ts'
import { mergeHalves, type LogicalSpan } from './zipkin-merge.ts'

/**
 * Zipkin v2 JSON: a list of spans, a list of traces, or a span per line.
 *
 * Client and server halves share an id, and parts are sent late: they become one span wherever in the file they stand.
 * The service of the half whose name and times do not count is the resource's `zipkin.shared.service.name`. Lost:
 * nanoseconds, types of all values, links, trace flags, attributes of scopes, most attributes of events, resource
 * attributes but the service (exporters mix them into the tags), endpoints. Source: zipkin2-api.yaml of
 * openzipkin/zipkin-api, and "OpenTelemetry to Zipkin Transformation" of the OpenTelemetry specification.
 */
export const zipkinJson = defineReader({
  id: 'zipkin-json',
  title: 'Zipkin JSON',
  position: 'line',
  recognises: (head) => parseHead(asBuffer(head))?.documents.flat().some(isItem) === true,
  read,
})

function isItem(json: unknown): boolean {
  if (!isObject(json) || isConsoleSpan(json)) return false
  const item: { readonly traceId?: unknown; readonly id?: unknown; readonly timestamp?: unknown } = json
  return (
    typeof item.traceId === 'string' &&
    typeof item.id === 'string' &&
    (Number.isSafeInteger(item.timestamp) || 'localEndpoint' in json)
  )
}

const batchSpans = 256

async function* read(chunks: ByteChunks, context: ReadContext): AsyncGenerator<RecordingBatch> {
  const held = holdHalves()
  let conflicts = 0

  function* batches(groups: readonly Halves[]): Generator<RecordingBatch> {
    for (let from = 0; from < groups.length; from += batchSpans) {
      const spans: Span[] = []
      for (const halves of groups.slice(from, from + batchSpans)) {
        const merged = mergeHalves(halves)
        if (merged.hasConflict) conflicts += 1
        const span = toSpan(merged)
        const { spanId } = merged.ids
        if (typeof span === 'string') {
          context.unreadable({ line: merged.position, message: `span \`${spanId}\` ${span}` })
          continue
        }
        if (merged.unread > 0) {
          const message = `span \`${spanId}\` has tags that are nested too deep: ${merged.unread}`
          context.unreadable({ line: merged.position, message })
        }
        spans.push(span)
      }
      if (spans.length > 0) yield { spans, logEvents: [] }
    }
  }

  for await (const { json, line } of readJson(chunks, new Set(), context)) {
    const half = isObject(json) ? readHalf(json, line) : 'is no object'
    if (typeof half === 'string') {
      const name = isObject(json) && 'id' in json ? `span ${quoted(json.id)}` : quoted(json)
      context.unreadable({ line, message: `${name} ${half}` })
      continue
    }
    if (!held.add(half)) {
      const message = `span \`${half.ids.spanId}\` stands more than ${maxPieceText} behind others of its trace, one of which may be its other half; sort the file by trace`
      context.unreadable({ line, message })
      continue
    }
    yield* batches(held.takeExcess())
  }
  yield* batches(held.takeAll())
  if (conflicts > 0) {
    context.note(
      `halves of a span give one tag different values in ${conflicts} spans; that of the sending side counts`,
    )
  }
}

const sourceOf = spanSources('zipkin-json')
const lacksAlways: readonly LackingPart[] = [
  'event-attributes',
  'links',
  'link-attributes',
  'resource',
  'dropped-counts',
]
const noScope = { name: '', version: '', attributes: noAttributes, schemaUrl: '' }

/** The span, or why it is none. */
function toSpan(merged: LogicalSpan): Span | string {
  const { ids, name, kind, startUnixNano, durationNano, events, unread, position } = merged
  if (name === '') return 'has no name'
  if (startUnixNano === null) return 'has no timestamp'
  const end = durationNano === null ? null : startUnixNano + durationNano
  if (end !== null && end >= 1n << 64n) return `has duration \`${durationNano}\`, which ends beyond 64-bit nanoseconds`
  const attributes = new Map(merged.tags)
  const { scope, droppedAttributes, ...otel } = takeOtelTags(attributes)
  return {
    ...ids,
    name,
    kind: kind ?? 'internal',
    startUnixNano,
    endUnixNano: end,
    attributes,
    events,
    links: [],
    resource: resourceOf(merged),
    scope: scope ?? noScope,
    flags: null,
    ...otel,
    droppedAttributes: droppedAttributes + unread,
    source: sourceOf({
      timePrecisionNano: Number(microsecond),
      isStringly: true,
      lacks: scope === null ? [...lacksAlways, 'scope'] : lacksAlways,
    }),
    position,
  }
}

const resources = new Map<string, Resource>()
/** Resources that are kept to be shared. */
const maxResources = 1000

function resourceOf({ service, otherServices }: LogicalSpan): Resource {
  const key = JSON.stringify([service, otherServices])
  let resource = resources.get(key)
  if (resource === undefined) {
    const attributes = new Map<string, Value>()
    const [other] = otherServices
    if (service !== '') attributes.set('service.name', service)
    if (other !== undefined) {
      attributes.set('zipkin.shared.service.name', otherServices.length === 1 ? other : otherServices)
    }
    resource = { attributes, schemaUrl: '' }
    if (resources.size >= maxResources) resources.clear()
    resources.set(key, resource)
  }
  return resource
}
