import { createHash } from 'node:crypto'
import type { LackingPart, Span } from '../../../src/model/span.ts'
import type { Attributes, Value } from '../../../src/model/value.ts'
import { floorTime, isoOf, jsonMap, keptByJson } from './json-values.ts'
import { exactJson } from '../formats/exact-json.ts'
import { leftOut, source } from './without.ts'

/** Text of every value, as Langfuse stores the attributes of spans that OpenTelemetry sent. */
function textMap(attributes: Attributes): Record<string, string> {
  return Object.fromEntries(
    Object.entries(jsonMap(attributes, 'base64')).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : exactJson(value),
    ]),
  )
}

function iso(time: bigint | null, step: 1000n | 1_000_000n): string | null {
  return time === null ? null : `${isoOf(time, step)}Z`
}

/** `{ trace, observations }`; `metadata` is an object or its JSON text. */
export function encodeLangfuse(spans: readonly Span[], metadata: 'text' | 'object'): string {
  const observations = spans.map((span) => {
    const held = {
      attributes: textMap(span.attributes),
      resourceAttributes: textMap(span.resource.attributes),
      scope: { name: span.scope.name, version: span.scope.version, attributes: textMap(span.scope.attributes) },
    }
    return {
      id: span.spanId,
      traceId: span.traceId,
      type: 'SPAN',
      name: span.name,
      parentObservationId: span.parentSpanId,
      startTime: iso(span.startUnixNano, 1_000_000n),
      endTime: iso(span.endUnixNano, 1_000_000n),
      level: span.status.code === 'error' ? 'ERROR' : 'DEFAULT',
      statusMessage: span.status.message,
      input: null,
      output: null,
      usageDetails: {},
      metadata: metadata === 'text' ? JSON.stringify(held) : held,
    }
  })
  const trace = { id: 't', name: null, timestamp: '2026-01-01T00:00:00.000Z', observations: [] }
  return exactJson({ trace, observations }, 2)
}

/** The span as Langfuse keeps it: values are text, times have milliseconds, ok is not told from unset. */
export function keptByLangfuse(span: Span): Span {
  const lacks: LackingPart[] = ['kind', 'events', 'links', 'dropped-counts', 'name']
  const isError = span.status.code === 'error'
  return {
    ...leftOut,
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    name: span.name,
    startUnixNano: floorTime(span.startUnixNano, 1_000_000n),
    endUnixNano: floorTime(span.endUnixNano, 1_000_000n),
    status: { code: isError ? 'error' : 'unset', message: span.status.message },
    attributes: new Map(Object.entries(textMap(span.attributes))),
    resource: { attributes: new Map(Object.entries(textMap(span.resource.attributes))), schemaUrl: '' },
    scope: { ...span.scope, attributes: new Map(Object.entries(textMap(span.scope.attributes))), schemaUrl: '' },
    source: source('langfuse', 1_000_000, isError ? lacks : [...lacks, 'status'], true),
  }
}

/** A trace and its spans as lines, each span of type custom with the attributes in its `data`. */
export function encodeOpenaiAgents(spans: readonly Span[]): string {
  const lines = spans.flatMap((span) => [
    { object: 'trace', id: `trace_${span.traceId}`, workflow_name: 'support', group_id: null, metadata: null },
    {
      object: 'trace.span',
      id: span.spanId,
      trace_id: `trace_${span.traceId}`,
      parent_id: span.parentSpanId,
      started_at: iso(span.startUnixNano, 1000n),
      ended_at: iso(span.endUnixNano, 1000n),
      span_data: { type: 'custom', name: span.name, data: jsonMap(span.attributes, 'base64') },
      error: span.status.code === 'error' ? { message: span.status.message, data: null } : null,
    },
  ])
  return lines.map((line) => exactJson(line)).join('\n')
}

/** The span as a trace of the Agents SDK keeps it: attributes only as custom data, failures only as errors. */
export function keptByOpenaiAgents(span: Span): Span {
  const lacks = ['kind', 'events', 'links', 'resource', 'scope', 'dropped-counts'] as const
  const isError = span.status.code === 'error'
  const data = Object.fromEntries(keptByJson(span.attributes, 'base64'))
  return {
    ...leftOut,
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    name: span.name,
    startUnixNano: floorTime(span.startUnixNano, 1000n),
    endUnixNano: floorTime(span.endUnixNano, 1000n),
    status: isError ? span.status : { code: 'unset', message: '' },
    attributes: new Map<string, Value>([
      ['openai_agents.span.type', 'custom'],
      ['openai_agents.span.name', span.name],
      ['openai_agents.span_data.data', data],
      ...(isError ? [['openai_agents.span.error.message', span.status.message] as const] : []),
      ['openai_agents.trace.workflow_name', 'support'],
      ['spanpact.source.trace_id', `trace_${span.traceId}`],
      ['spanpact.source.span_id', span.spanId],
    ]),
    source: source('openai-agents', 1000, isError ? lacks : ['status', ...lacks]),
  }
}

/** A UUID for any span id, so that two spans have two. */
function uuidOf(spanId: string): string {
  return `00000000-0000-4000-${spanId.slice(0, 4)}-${spanId.slice(4)}`
}

function uuidOfTrace(traceId: string): string {
  return traceId.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** A list of runs of type chain with the attributes in `extra.metadata`. */
export function encodeLangsmith(spans: readonly Span[]): string {
  const runs = spans.map((span) => ({
    id: uuidOf(span.spanId),
    trace_id: uuidOfTrace(span.traceId),
    parent_run_id: span.parentSpanId === null ? null : uuidOf(span.parentSpanId),
    run_type: 'chain',
    name: span.name,
    start_time: iso(span.startUnixNano, 1000n)?.slice(0, -1),
    end_time: iso(span.endUnixNano, 1000n)?.slice(0, -1) ?? null,
    error: span.status.code === 'error' ? `failed: ${span.status.message}` : null,
    status: { error: 'error', ok: 'success', unset: 'pending' }[span.status.code],
    extra: { metadata: jsonMap(span.attributes, 'base64') },
    events: span.events.map((event) => ({
      ...jsonMap(event.attributes, 'base64'),
      name: event.name,
      time: iso(event.timeUnixNano, 1000n),
    })),
    prompt_tokens: 0,
  }))
  return exactJson(runs)
}

/** The span as LangSmith keeps it: ids become UUIDs and back a hash; attributes that are null are none. */
export function keptByLangsmith(span: Span): Span {
  const isError = span.status.code === 'error'
  const spanIdOf = (id: string): string => createHash('sha256').update(uuidOf(id)).digest('hex').slice(0, 16)
  const message = `failed: ${span.status.message}`
  return {
    ...leftOut,
    traceId: span.traceId,
    spanId: spanIdOf(span.spanId),
    parentSpanId: span.parentSpanId === null ? null : spanIdOf(span.parentSpanId),
    name: span.name,
    startUnixNano: floorTime(span.startUnixNano, 1000n),
    endUnixNano: floorTime(span.endUnixNano, 1000n),
    status: { code: span.status.code, message: isError ? message : '' },
    attributes: new Map<string, Value>([
      ['langsmith.span.kind', 'chain'],
      ['langsmith.span.id', uuidOf(span.spanId)],
      ...(span.parentSpanId === null ? [] : [['langsmith.span.parent_id', uuidOf(span.parentSpanId)] as const]),
      ['langsmith.trace.id', uuidOfTrace(span.traceId)],
      ...(isError ? [['langsmith.run.error', message] as const] : []),
      ['langsmith.run.status', { error: 'error', ok: 'success', unset: 'pending' }[span.status.code]],
      ...[...keptByJson(span.attributes, 'base64')]
        .filter(([, value]) => value !== null)
        .map(([key, value]): [string, Value] => [`langsmith.metadata.${key}`, value]),
    ]),
    events: span.events.map((event) => ({
      ...event,
      timeUnixNano: floorTime(event.timeUnixNano, 1000n),
      attributes: new Map(
        [...keptByJson(event.attributes, 'base64')].filter(
          ([key, value]) => value !== null && key !== 'name' && key !== 'time',
        ),
      ),
      droppedAttributes: 0,
    })),
    source: source('langsmith', 1000, ['kind', 'links', 'resource', 'scope', 'dropped-counts']),
  }
}
