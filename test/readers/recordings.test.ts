import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Span } from '../../src/model/span.ts'
import { fileSource } from '../../src/readers/index.ts'
import { readAll } from '../support/otlp/read-all.ts'
import { withoutPosition } from '../support/otlp/sample-spans.ts'

const folder = 'fixtures/recordings'

/** A span as the raw JSON has it. */
interface RawSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  status?: { code?: unknown }
}

function listsNamed(name: string, json: unknown): unknown[] {
  if (typeof json !== 'object' || json === null) return []
  return Object.entries(json).flatMap(([key, value]) => (key === name ? value : listsNamed(name, value)))
}

function documents(file: string): unknown[] {
  const text = readFileSync(`${folder}/${file}`, 'utf8')
  return file.endsWith('.jsonl')
    ? text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [JSON.parse(text)]
}

function hex(id = ''): string {
  return id.endsWith('=') ? Buffer.from(id, 'base64').toString('hex') : id.toLowerCase()
}

function countsOf(spans: readonly Span[]) {
  const ids = new Set(spans.map((span) => `${span.traceId} ${span.spanId}`))
  const orphans = spans.filter((span) => span.parentSpanId !== null && !ids.has(`${span.traceId} ${span.parentSpanId}`))
  return {
    spans: spans.length,
    traces: new Set(spans.map((span) => span.traceId)).size,
    errors: spans.filter((span) => span.status.code === 'error').length,
    roots: spans.filter((span) => span.parentSpanId === null).length,
    orphans: orphans.length,
  }
}

describe('counts', () => {
  test.each([
    ['otel-tui/test_data.lines-01-49.jsonl', { spans: 263, traces: 61, errors: 15, roots: 58, orphans: 3 }],
    ['otlp2parquet/traces.jsonl', { spans: 19, traces: 19, errors: 0, roots: 6, orphans: 13 }],
    ['otlp2parquet/traces.pb', { spans: 19, traces: 19, errors: 0, roots: 6, orphans: 13 }],
    ['agent-prism/smol_deep_research_agent.json', { spans: 8, traces: 1, errors: 0, roots: 1, orphans: 0 }],
    ['agent-prism/rag_earnings_agent.json', { spans: 18, traces: 1, errors: 0, roots: 1, orphans: 0 }],
    ['jaeger/otlp2jaeger-in.json', { spans: 2, traces: 1, errors: 0, roots: 0, orphans: 2 }],
    ['opentelemetry-proto/trace.json', { spans: 1, traces: 1, errors: 0, roots: 0, orphans: 1 }],
  ])('of %s', async (file, counts) => {
    const { spans, problems } = await readAll(fileSource(`${folder}/${file}`))
    expect(countsOf(spans)).toEqual(counts)
    expect(problems).toEqual([])
  })
})

test.each([
  'otel-tui/test_data.lines-01-49.jsonl',
  'otlp2parquet/traces.jsonl',
  'agent-prism/smol_deep_research_agent.json',
  'agent-prism/rag_earnings_agent.json',
  'jaeger/otlp2jaeger-in.json',
  'opentelemetry-proto/trace.json',
])('every span of %s is read as the raw JSON has it', async (file) => {
  const { spans } = await readAll(fileSource(`${folder}/${file}`))
  const raw = listsNamed('spans', documents(file)) as RawSpan[]
  expect(spans.map((span) => [span.traceId, span.spanId, span.parentSpanId ?? '', span.name])).toEqual(
    raw.map((span) => [hex(span.traceId), hex(span.spanId), hex(span.parentSpanId), span.name]),
  )
})

test('otel-tui: log records with both ids become events, the other signals are counted', async () => {
  const { logEvents, notes, incomplete } = await readAll(fileSource(`${folder}/otel-tui/test_data.lines-01-49.jsonl`))
  const records = listsNamed('logRecords', documents('otel-tui/test_data.lines-01-49.jsonl')) as RawSpan[]
  expect(records).toHaveLength(18)
  expect(records.filter((record) => record.traceId !== '' && record.spanId !== '')).toHaveLength(8)
  expect(listsNamed('metrics', documents('otel-tui/test_data.lines-01-49.jsonl'))).toHaveLength(1877)
  expect(logEvents).toHaveLength(8)
  expect(notes).toEqual(['skipped 1877 metrics', 'skipped 10 log records without the ids of a span'])
  expect(incomplete).toBe(false)
})

test('otlp2parquet: JSON lines and protobuf hold the same spans', async () => {
  const fromLines = await readAll(fileSource(`${folder}/otlp2parquet/traces.jsonl`))
  const fromProtobuf = await readAll(fileSource(`${folder}/otlp2parquet/traces.pb`))
  expect(withoutPosition(fromProtobuf.spans)).toEqual(withoutPosition(fromLines.spans))
})

test('agent-prism: message lists, token counts and times are exact', async () => {
  const { spans } = await readAll(fileSource(`${folder}/agent-prism/smol_deep_research_agent.json`))
  const [first] = spans
  expect(first?.name).toBe('ChatCompletion')
  expect(first?.startUnixNano).toBe(1_751_474_439_280_943_000n)
  expect(first?.kind).toBe('internal')
  const total = spans.reduce((sum, span) => sum + Number(span.attributes.get('llm.token_count.prompt') ?? 0), 0)
  expect(total).toBe(17_952)
})
