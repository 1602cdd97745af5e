import type { LackingPart, Resource, Scope, Span } from '../model/span.ts'
import { asBuffer } from './byte-chunks.ts'
import { documentsOf, headEntries } from './head-entries.ts'
import { parseExactly } from './json-exact.ts'
import { readIsoTime } from './iso-time.ts'
import { isObject } from './json-lists.ts'
import { fieldsOf, type RawObservation, type RawOriginal, type RawTrace } from './langfuse-attributes.ts'
import { attributesOf } from './named-values.ts'
import { noResource, noScope, plainSpan, readAttributeMap, shareEqual } from './plain-span.ts'
import { platformSpanId, platformTraceId } from './platform-ids.ts'
import { spanSources } from './span-sources.ts'
import { quoted } from './quoted.ts'
import { readEntries, type EntryContext } from './read-entries.ts'
import { defineReader } from './reader.ts'

const lists = new Set(['observations', 'data'])

/**
 * Exports of Langfuse: `{ trace, observations }`, a trace of its API with its `observations`, lists and lines of those, or of
 * observations alone, also in the `{ data: […] }` of its API.
 *
 * An observation that OpenTelemetry sent has the original attributes in `metadata.attributes`, all values as text
 * (`isStringly`): they become the span's attributes as they are, so `ai.operationId` still tells an AI SDK span whose name
 * Langfuse changed. Langfuse moves messages, arguments and results out of them: `content` is lacking. One that its own SDKs
 * sent has none; its fields become attributes of Langfuse's OpenTelemetry vocabulary:
 * - `langfuse.observation.type` (lower case), `.level`, `.status_message`, `.model.name`, `.model.parameters`, `.prompt.name`,
 *   `.prompt.version`, `.metadata.<key>`.
 *
 * Both kinds get, where the export has them,
 * - `langfuse.observation.input`, `.output`, `.completion_start_time`: as the export has them;
 * - `langfuse.observation.usage_details` (JSON text, numbers other than 0) where no original attribute reports usage, and
 *   `spanpact.usage.estimated` (true) beside it: Langfuse may have counted tokens by itself;
 * - `langfuse.observation.cost_details` (likewise), with `spanpact.cost.estimated` (true) where Langfuse computed it;
 * - `langfuse.trace.name`, `langfuse.trace.tags`, `langfuse.session.id`, `langfuse.user.id`, `langfuse.release`: of the trace,
 *   where it stands before its observations; `langfuse.environment`, `langfuse.version`;
 * - `spanpact.source.trace_id`, `spanpact.source.span_id`: ids that are not OpenTelemetry's, as written.
 *
 * Level ERROR makes status error; ok is not told from unset. Times have milliseconds.
 * Lost: kind, events, links, drop counts, and resource and scope of what Langfuse's own SDKs sent.
 * Source: Langfuse's API reference, and the attributes of its OpenTelemetry endpoint.
 */
export const langfuse = defineReader({
  id: 'langfuse',
  title: 'Langfuse export',
  position: 'line',
  recognises: (head) =>
    documentsOf(asBuffer(head)).some(isExport) || headEntries(asBuffer(head), lists).some(isObservation),
  read(chunks, context) {
    const file: LangfuseFile = { resources: shareEqual(), scopes: shareEqual() }
    return readEntries(chunks, lists, context, function* (json, { line, around }, told) {
      if (isExport(json)) told.note('a trace is exported without its observations')
      else yield readObservation(json, traceOf(around), line, file, told)
    })
  },
})

/** What the spans of one file have in common. */
interface LangfuseFile {
  readonly resources: (next: Resource) => Resource
  readonly scopes: (next: Scope) => Scope
}

/** What the observations stand in: an export that names the trace, or the trace itself. */
interface Around extends RawTrace {
  readonly trace?: unknown
}

function isExport(raw: Around): boolean {
  const { trace } = raw
  return isObject(trace) && 'id' in trace && 'timestamp' in trace && typeof trace.timestamp === 'string'
}

const types = new Set([
  'SPAN',
  'GENERATION',
  'EVENT',
  'AGENT',
  'TOOL',
  'CHAIN',
  'RETRIEVER',
  'EVALUATOR',
  'EMBEDDING',
  'GUARDRAIL',
])

function isObservation(raw: RawObservation): boolean {
  return (
    typeof raw.traceId === 'string' &&
    typeof raw.type === 'string' &&
    types.has(raw.type) &&
    (raw.parentObservationId !== undefined || typeof raw.startTime === 'string')
  )
}

/** The trace beside the observations, or the one they are a member of. */
function traceOf(around: Around | null): RawTrace {
  if (around === null) return {}
  return isObject(around.trace) ? around.trace : around
}

const sourceOf = spanSources('langfuse')

/** One observation as a span, or why it cannot be read. */
function readObservation(
  raw: RawObservation,
  trace: RawTrace,
  line: number,
  file: LangfuseFile,
  told: EntryContext,
): Span | string {
  const traceId = platformTraceId(raw.traceId)
  const spanId = platformSpanId(raw.id)
  const parentId = platformSpanId(raw.parentObservationId)
  if (traceId === undefined) return `has trace id ${quoted(raw.traceId)}, which is no text`
  if (spanId === undefined) return `has id ${quoted(raw.id)}, which is no text`
  if (parentId === undefined) return `has parent observation id ${quoted(raw.parentObservationId)}, which is no text`
  if (traceId === null) return 'has no trace id'
  if (spanId === null) return 'has no id'
  if (typeof raw.name !== 'string' || raw.name === '') return 'has no name'

  const start = readIsoTime(raw.startTime)
  const end = readIsoTime(raw.endTime)
  if (start === undefined) return `has start time ${quoted(raw.startTime)}, which is no ISO time`
  if (end === undefined) return `has end time ${quoted(raw.endTime)}, which is no ISO time`
  if (start === null) return 'has no start time'
  const metadata = readMetadata(raw.metadata)
  const original: RawOriginal = isObject(metadata) ? metadata : {}
  const fields = fieldsOf(raw, metadata, trace, [traceId, spanId])
  const { attributes, unread } = attributesOf(fields, spanId.text, told)
  return plainSpan({
    traceId: traceId.hex,
    spanId: spanId.hex,
    parentSpanId: parentId?.hex ?? null,
    name: raw.name,
    startUnixNano: start,
    // An event is a point in time and has no end of its own.
    endUnixNano: end ?? (raw.type === 'EVENT' ? start : null),
    status: {
      code: raw.level === 'ERROR' ? 'error' : 'unset',
      message: typeof raw.statusMessage === 'string' ? raw.statusMessage : '',
    },
    attributes,
    resource: readResource(original, file, told),
    scope: readScope(original, file, told),
    droppedAttributes: unread,
    source: sourceOf({
      timePrecisionNano: 1_000_000,
      isStringly: isObject(original.attributes),
      lacks: lackingParts(raw, original),
    }),
    position: line,
  })
}

function lackingParts(raw: RawObservation, original: RawOriginal): LackingPart[] {
  const lacks: LackingPart[] = ['kind', 'events', 'links', 'dropped-counts']
  // Langfuse names some spans by itself: a tool span of the AI SDK after the tool.
  if (isObject(original.attributes)) lacks.push('name')
  if (raw.level !== 'ERROR') lacks.push('status')
  if (!isObject(original.resourceAttributes)) lacks.push('resource')
  if (!isObject(original.scope)) lacks.push('scope')
  const hasContent = [raw.input, raw.output].some((content) => content !== undefined && content !== null)
  if (isObject(original.attributes) && hasContent) lacks.push('content')
  return lacks
}

/** An object, or its JSON text, by the age of the export; other text stays as it is. */
function readMetadata(raw: unknown): unknown {
  if (typeof raw !== 'string') return raw
  if (!raw.trimStart().startsWith('{')) return raw === '' ? null : raw
  try {
    return parseExactly(raw)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    return raw
  }
}

function readResource(original: RawOriginal, file: LangfuseFile, told: EntryContext): Resource {
  if (!isObject(original.resourceAttributes)) return noResource
  const { attributes, unread } = readAttributeMap(original.resourceAttributes, 'the resource', told)
  return file.resources({ attributes, schemaUrl: '', ...(unread === 0 ? {} : { droppedAttributes: unread }) })
}

function readScope({ scope }: RawOriginal, file: LangfuseFile, told: EntryContext): Scope {
  if (!isObject(scope)) return noScope
  const { attributes } = readAttributeMap(scope.attributes, 'the scope', told)
  return file.scopes({ name: textOf(scope.name), version: textOf(scope.version), attributes, schemaUrl: '' })
}

function textOf(raw: unknown): string {
  return typeof raw === 'string' ? raw : ''
}
