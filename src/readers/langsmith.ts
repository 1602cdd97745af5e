import type { LackingPart, Span } from '../model/span.ts'
import { asBuffer } from './byte-chunks.ts'
import { headEntries } from './head-entries.ts'
import { isoPrecisionNano, readIsoTime } from './iso-time.ts'
import { describeObjectList, isObject, listOf } from './json-lists.ts'
import { attributesOf } from './named-values.ts'
import { plainSpan } from './plain-span.ts'
import { platformSpanId, platformTraceId, type PlatformId } from './platform-ids.ts'
import { spanSources } from './span-sources.ts'
import { quoted } from './quoted.ts'
import { readEntries, type EntryContext } from './read-entries.ts'
import { defineReader } from './reader.ts'
import { nanosOfInteger } from './times.ts'

const lists = new Set(['runs'])

/**
 * Runs of LangSmith: one per line, in a list, or in `{ runs: […] }`, with or without their children in `child_runs`.
 *
 * Not OpenTelemetry: a span is made of each run. Of LangSmith's own OpenTelemetry keys it has
 * - `langsmith.span.kind` (`run_type`), `langsmith.span.id`, `langsmith.span.parent_id`, `langsmith.trace.id`: ids as written;
 *   the span's trace id is the UUID's hex digits, its span id the first 8 bytes of the SHA-256 of the UUID's text;
 * - `langsmith.span.dotted_order`, `langsmith.span.tags` (comma text);
 * - `langsmith.trace.session_id`, `langsmith.trace.session_name`: the project, not a conversation;
 * - `langsmith.metadata.<key>`: of `extra.metadata`, JSON values as they are;
 *
 * and for what those leave out `langsmith.run.<member>`: `inputs`, `outputs` (JSON values as they are; absent where they were
 * offloaded, and then `content` is lacking), `error`, `status`, `first_token_time`, and `prompt_tokens`, `completion_tokens`,
 * `total_tokens`, `prompt_cost`, `completion_cost`, `total_cost` where they are not 0, which stands for unknown. On runs
 * with children those are sums of the children.
 *
 * `error` makes status error, `status: success` ok. Run events become span events, their other members attributes.
 * Source: LangSmith's run data format, and the attributes of its SDK's OpenTelemetry exporter.
 */
export const langsmith = defineReader({
  id: 'langsmith',
  title: 'LangSmith runs',
  position: 'line',
  recognises: (head) => headEntries(asBuffer(head), lists).some(isRun),
  read: (chunks, context) =>
    readEntries(chunks, lists, context, (json, { line }, told) => readNested(json, line, told)),
})

interface RawRun {
  readonly id?: unknown
  readonly trace_id?: unknown
  readonly parent_run_id?: unknown
  readonly dotted_order?: unknown
  readonly run_type?: unknown
  readonly name?: unknown
  readonly start_time?: unknown
  readonly end_time?: unknown
  readonly inputs?: unknown
  readonly outputs?: unknown
  readonly inputs_s3_urls?: unknown
  readonly outputs_s3_urls?: unknown
  readonly error?: unknown
  readonly status?: unknown
  readonly extra?: { readonly metadata?: unknown } | null
  readonly tags?: unknown
  readonly events?: unknown
  readonly session_id?: unknown
  readonly session_name?: unknown
  readonly first_token_time?: unknown
  readonly child_runs?: unknown
}

function isRun(raw: RawRun): boolean {
  return typeof raw.run_type === 'string' && typeof raw.id === 'string'
}

/** Ids that a run takes from the one it is nested in, where it does not name them itself. */
interface Outer {
  readonly trace: PlatformId | null
  readonly parent: PlatformId | null
}

/** A run and the runs nested in it, parents first. Iterative: nesting may be as deep as the text is long. */
function* readNested(json: RawRun, line: number, told: EntryContext): Generator<Span | string> {
  const open: { readonly raw: RawRun; readonly outer: Outer }[] = [{ raw: json, outer: { trace: null, parent: null } }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { raw } = next
    const parent = platformSpanId(raw.id) ?? null
    const own = traceIdOf(raw)
    const trace = own === undefined ? null : (own ?? next.outer.trace ?? platformTraceId(raw.id) ?? null)
    yield readRun(raw, trace, next.outer.parent, line, told)
    const wrongList = describeObjectList('child_runs', raw.child_runs)
    if (wrongList === undefined) {
      const children: readonly RawRun[] = listOf(raw.child_runs)
      for (const child of children.toReversed()) open.push({ raw: child, outer: { trace, parent } })
    } else yield wrongList
  }
}

/** The trace's id, which is that of its first run: every dotted order starts with it. */
function traceIdOf(raw: RawRun): PlatformId | null | undefined {
  if (raw.trace_id !== undefined && raw.trace_id !== null) return platformTraceId(raw.trace_id)
  const first = typeof raw.dotted_order === 'string' ? /^\d{8}T\d+Z([\da-fA-F-]{36})/.exec(raw.dotted_order)?.[1] : null
  return platformTraceId(first)
}

const sourceOf = spanSources('langsmith')

/** One run as a span, or why it cannot be read. */
function readRun(
  raw: RawRun,
  traceId: PlatformId | null,
  outer: PlatformId | null,
  line: number,
  told: EntryContext,
): Span | string {
  const spanId = platformSpanId(raw.id)
  const parentId = platformSpanId(raw.parent_run_id)
  if (spanId === undefined) return `has id ${quoted(raw.id)}, which is no text`
  if (spanId === null) return 'has no id'
  if (parentId === undefined) return `has parent run id ${quoted(raw.parent_run_id)}, which is no text`
  if (traceId === null) return `has trace id ${quoted(raw.trace_id)}, which is no text`
  if (typeof raw.name !== 'string' || raw.name === '') return 'has no name'

  const start = readTime(raw.start_time)
  const end = readTime(raw.end_time)
  if (start === undefined) return `has start time ${quoted(raw.start_time)}, which is no ISO time`
  if (end === undefined) return `has end time ${quoted(raw.end_time)}, which is no ISO time`
  if (start === null) return 'has no start time'
  const wrongList = describeObjectList('events', raw.events)
  if (wrongList !== undefined) return wrongList
  const parent = parentId ?? outer
  const { attributes, unread } = attributesOf(fieldsOf(raw, traceId, spanId, parent), spanId.text, told)
  return plainSpan({
    traceId: traceId.hex,
    spanId: spanId.hex,
    parentSpanId: parent?.hex ?? null,
    name: raw.name,
    startUnixNano: start,
    endUnixNano: end,
    status: readStatus(raw),
    attributes,
    events: readEvents(raw.events, spanId.text, told),
    droppedAttributes: unread,
    source: sourceOf({
      timePrecisionNano: isoPrecisionNano(raw.start_time),
      isStringly: false,
      lacks: lackingParts(raw),
    }),
    position: line,
  })
}

/** Null where there is none; the SDK for JavaScript may write milliseconds. */
function readTime(raw: unknown): bigint | null | undefined {
  return typeof raw === 'number' ? nanosOfInteger(raw, 1_000_000n) : readIsoTime(raw)
}

function readStatus({ error, status }: RawRun): Span['status'] {
  if (hasError(error)) return { code: 'error', message: typeof error === 'string' ? error : '' }
  if (status === 'error') return { code: 'error', message: '' }
  return { code: status === 'success' ? 'ok' : 'unset', message: '' }
}

function hasError(error: unknown): boolean {
  return error !== undefined && error !== null && error !== ''
}

function lackingParts(raw: RawRun): LackingPart[] {
  const lacks: LackingPart[] = ['kind', 'links', 'resource', 'scope', 'dropped-counts']
  if (!hasError(raw.error) && typeof raw.status !== 'string') lacks.push('status')
  if (raw.events === undefined || raw.events === null) lacks.push('events')
  if (isOffloaded(raw.inputs, raw.inputs_s3_urls) || isOffloaded(raw.outputs, raw.outputs_s3_urls))
    lacks.push('content')
  return lacks
}

/** Large content lies in a store of its own: what is left here is nothing, or empty. */
function isOffloaded(content: unknown, urls: unknown): boolean {
  const isEmpty = !isObject(content) || Object.keys(content).length === 0
  return isEmpty && isObject(urls) && Object.keys(urls).length > 0
}

/** Members of a run that are numbers; 0 stands for unknown. */
const counts = [
  'prompt_tokens',
  'completion_tokens',
  'total_tokens',
  'prompt_cost',
  'completion_cost',
  'total_cost',
] as const

function* fieldsOf(
  raw: RawRun & { readonly [Count in (typeof counts)[number]]?: unknown },
  traceId: PlatformId,
  spanId: PlatformId,
  parent: PlatformId | null,
): Generator<[string, unknown]> {
  yield ['langsmith.span.kind', raw.run_type]
  yield ['langsmith.span.id', spanId.text]
  yield ['langsmith.span.parent_id', parent?.text]
  yield ['langsmith.trace.id', traceId.text]
  yield ['langsmith.span.dotted_order', raw.dotted_order]
  yield ['langsmith.trace.session_id', raw.session_id]
  yield ['langsmith.trace.session_name', raw.session_name]
  const tags: readonly unknown[] = listOf(raw.tags)
  const texts = tags.filter((tag) => typeof tag === 'string')
  if (texts.length > 0) yield ['langsmith.span.tags', texts.join(', ')]
  const metadata = raw.extra?.metadata
  if (isObject(metadata)) {
    for (const [key, value] of Object.entries(metadata)) yield [`langsmith.metadata.${key}`, value]
  }
  if (!isOffloaded(raw.inputs, raw.inputs_s3_urls)) yield ['langsmith.run.inputs', raw.inputs]
  if (!isOffloaded(raw.outputs, raw.outputs_s3_urls)) yield ['langsmith.run.outputs', raw.outputs]
  yield ['langsmith.run.error', raw.error]
  yield ['langsmith.run.status', raw.status]
  yield ['langsmith.run.first_token_time', raw.first_token_time]
  for (const count of counts) if (isKnown(raw[count])) yield [`langsmith.run.${count}`, raw[count]]
}

/** Costs are texts. */
function isKnown(count: unknown): boolean {
  return (typeof count === 'string' ? Number(count) : count) !== 0
}

function readEvents(raw: unknown, spanId: string, told: EntryContext): Span['events'] {
  const events: readonly { readonly name?: unknown; readonly time?: unknown }[] = listOf(raw)
  return events.map(({ name, time: rawTime, ...rest }) => {
    const time = readTime(rawTime)
    if (time === undefined) {
      told.fault(`an event of span ${quoted(spanId)} has time ${quoted(rawTime)}, which is no ISO time`)
    }
    const { attributes, unread } = attributesOf(Object.entries(rest), spanId, told)
    return {
      name: typeof name === 'string' ? name : '',
      timeUnixNano: time ?? null,
      attributes,
      source: 'span',
      body: null,
      droppedAttributes: unread,
    }
  })
}
