import type { Span } from '../model/span.ts'
import { asBuffer } from './byte-chunks.ts'
import { headEntries } from './head-entries.ts'
import { isoPrecisionNano, readIsoTime } from './iso-time.ts'
import { isObject } from './json-lists.ts'
import { attributesOf } from './named-values.ts'
import { platformSpanId, platformTraceId, type PlatformId } from './platform-ids.ts'
import { plainSpan } from './plain-span.ts'
import { spanSources } from './span-sources.ts'
import { quoted } from './quoted.ts'
import { readEntries, type EntryContext } from './read-entries.ts'
import { defineReader } from './reader.ts'

const lists = new Set(['data', 'spans'])

/**
 * What the tracing processors of the OpenAI Agents SDKs receive: objects `trace` and `trace.span`, one per line, in a list,
 * or in the `{ data: […] }` that is sent to the vendor.
 *
 * Not OpenTelemetry: a span is made of each `trace.span`, with the attributes
 * - `openai_agents.span.type`, `openai_agents.span.name`: of `span_data`; the name is absent where the type has none;
 * - `openai_agents.span_data.<member>`: every other member of `span_data` that is not null, JSON values as they are;
 * - `openai_agents.span.error.message`, `openai_agents.span.error.data`;
 * - `openai_agents.trace.workflow_name`, `.group_id`, `.metadata`: of the `trace` object, where it stands before its spans;
 * - `spanpact.source.trace_id`, `spanpact.source.span_id`: the ids as written. Trace ids are the 32 hex digits behind `trace_`,
 *   span ids the first 8 bytes of the SHA-256 of the text.
 *
 * Times are ISO text to the milli- or microsecond. The span's name is that of `span_data`, else its type. An `error` makes status error; the SDK knows no ok.
 * Source: `Span.export` and `SpanData.export` of the OpenAI Agents SDK, `toJSON` of the one for JavaScript.
 */
export const openaiAgents = defineReader({
  id: 'openai-agents',
  title: 'OpenAI Agents traces',
  position: 'line',
  recognises: (head) =>
    headEntries(asBuffer(head), lists).some(({ object }: RawObject) => object === 'trace' || object === 'trace.span'),
  read(chunks, context) {
    const traces = new Map<string, RawObject>()
    return readEntries(chunks, lists, context, function* (json: RawObject, { line }, told) {
      if (json.object === 'trace') remember(traces, json)
      else if (json.object === 'trace.span') yield readSpan(json, line, traces, told)
      else yield `has ${quoted(json.object)} as \`object\` in place of \`trace\` or \`trace.span\``
    })
  },
})

interface RawObject {
  readonly object?: unknown
  readonly id?: unknown
  readonly trace_id?: unknown
  readonly parent_id?: unknown
  readonly started_at?: unknown
  readonly ended_at?: unknown
  readonly span_data?: { readonly type?: unknown; readonly name?: unknown } | null
  readonly error?: { readonly message?: unknown; readonly data?: unknown } | null
  readonly workflow_name?: unknown
  readonly group_id?: unknown
  readonly metadata?: unknown
}

/** Traces whose own facts are kept for their spans: enough for all that run at one time. */
const maxTraces = 10_000

function remember(traces: Map<string, RawObject>, trace: RawObject): void {
  if (typeof trace.id !== 'string') return
  const [oldest] = traces.keys()
  if (traces.size >= maxTraces && oldest !== undefined) traces.delete(oldest)
  traces.set(trace.id, trace)
}

const sourceOf = spanSources('openai-agents')
const lacksAlways = ['kind', 'events', 'links', 'resource', 'scope', 'dropped-counts'] as const

/** One span, or why it cannot be read. */
function readSpan(
  raw: RawObject,
  line: number,
  traces: ReadonlyMap<string, RawObject>,
  told: EntryContext,
): Span | string {
  const traceId = platformTraceId(raw.trace_id)
  const spanId = platformSpanId(raw.id)
  const parentId = platformSpanId(raw.parent_id)
  if (traceId === undefined) return `has trace id ${quoted(raw.trace_id)}, which is no text`
  if (spanId === undefined) return `has id ${quoted(raw.id)}, which is no text`
  if (parentId === undefined) return `has parent id ${quoted(raw.parent_id)}, which is no text`
  if (traceId === null) return 'has no trace id'
  if (spanId === null) return 'has no id'
  if (!isObject(raw.span_data)) return `has ${quoted(raw.span_data)} as \`span_data\` in place of an object`
  const { type, name } = raw.span_data
  if (typeof type !== 'string' || type === '') return 'has no `type` in its `span_data`'

  const start = readIsoTime(raw.started_at)
  const end = readIsoTime(raw.ended_at)
  if (start === undefined) return `has start time ${quoted(raw.started_at)}, which is no ISO time`
  if (end === undefined) return `has end time ${quoted(raw.ended_at)}, which is no ISO time`
  if (start === null) return 'has no start time'
  const error = isObject(raw.error) ? raw.error : null
  const fields = fieldsOf(raw, traceId, spanId, traces.get(traceId.text))
  const { attributes, unread } = attributesOf(fields, spanId.text, told)
  return plainSpan({
    traceId: traceId.hex,
    spanId: spanId.hex,
    parentSpanId: parentId?.hex ?? null,
    name: typeof name === 'string' && name !== '' ? name : type,
    startUnixNano: start,
    endUnixNano: end,
    status:
      error === null
        ? { code: 'unset', message: '' }
        : { code: 'error', message: typeof error.message === 'string' ? error.message : '' },
    attributes,
    droppedAttributes: unread,
    source: sourceOf({
      timePrecisionNano: isoPrecisionNano(raw.started_at),
      isStringly: false,
      lacks: error === null ? ['status', ...lacksAlways] : lacksAlways,
    }),
    position: line,
  })
}

function* fieldsOf(
  raw: RawObject,
  traceId: PlatformId,
  spanId: PlatformId,
  trace: RawObject | undefined,
): Generator<[string, unknown]> {
  const { type, name, ...data } = raw.span_data ?? {}
  yield ['openai_agents.span.type', type]
  yield ['openai_agents.span.name', name]
  yield ['openai_agents.span.error.message', raw.error?.message]
  yield ['openai_agents.span.error.data', raw.error?.data]
  yield ['openai_agents.trace.workflow_name', trace?.workflow_name]
  yield ['openai_agents.trace.group_id', trace?.group_id]
  yield ['openai_agents.trace.metadata', trace?.metadata]
  yield ['spanpact.source.trace_id', traceId.text]
  yield ['spanpact.source.span_id', spanId.text]
  for (const [key, value] of Object.entries(data)) yield [`openai_agents.span_data.${key}`, value]
}
