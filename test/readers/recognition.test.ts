import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readers, type ReaderId } from '../../src/readers/index.ts'
import { refusalOf } from '../../src/readers/refusals.ts'
import { clickhouseRows } from '../support/formats/clickhouse.ts'
import { exactJson } from '../support/formats/exact-json.ts'
import { encodeJaeger, jaegerTraces } from '../support/formats/jaeger.ts'
import { tempoBatches } from '../support/formats/tempo.ts'
import { zipkinItems } from '../support/formats/zipkin.ts'
import { encodeBareJson, encodeJson } from '../support/otlp/encode-json.ts'
import { encodeProtobuf, frame } from '../support/otlp/encode-protobuf.ts'
import { sampleSpans } from '../support/otlp/sample-spans.ts'

const spans = sampleSpans.slice(0, 2)

const contents: readonly (readonly [ReaderId, string, string | Uint8Array])[] = [
  ['otlp-json', 'a request', encodeJson(spans)],
  ['otlp-json', 'a pretty-printed request', encodeJson(spans, {}, 2)],
  ['otlp-json', 'a list of requests', `[${encodeJson(spans)}]`],
  ['otlp-json', 'a bare resource', encodeBareJson(spans).join('\n')],
  ['otlp-json', 'metrics before spans', `{"resourceMetrics":[]}\n${encodeJson(spans)}`],
  ['otlp-protobuf', 'a request', encodeProtobuf(spans)],
  ['otlp-protobuf', 'framed messages', frame([encodeProtobuf(spans)])],
  ['jaeger-json', 'an answer', encodeJaeger(spans)],
  ['jaeger-json', 'a pretty-printed answer', encodeJaeger(spans, 2)],
  [
    'jaeger-json',
    'a trace',
    jaegerTraces(spans)
      .map((trace) => exactJson(trace))
      .join('\n'),
  ],
  ['zipkin-json', 'a list', exactJson(zipkinItems(spans))],
  ['zipkin-json', 'a list of traces', exactJson([zipkinItems(spans)], 1)],
  [
    'zipkin-json',
    'lines',
    zipkinItems(spans)
      .map((item) => exactJson(item))
      .join('\n'),
  ],
  ['tempo-json', 'batches', JSON.stringify({ batches: tempoBatches(spans) })],
  ['tempo-json', 'a trace of batches', JSON.stringify({ trace: { batches: tempoBatches(spans) } }, null, 2)],
  ['tempo-json', 'a trace of resources', JSON.stringify({ trace: { resourceSpans: tempoBatches(spans) } })],
  [
    'clickhouse-rows',
    'lines',
    clickhouseRows(spans, { columns: 'Map' })
      .map((row) => exactJson(row))
      .join('\n'),
  ],
  ['clickhouse-rows', 'an answer', exactJson({ meta: [], data: clickhouseRows(spans, { columns: 'JSON' }) }, 2)],
]

function recognisedAs(head: Uint8Array): readonly string[] {
  return Object.values(readers)
    .filter((reader) => reader.recognises(head))
    .map((reader) => reader.id)
}

describe('exactly one reader recognises', () => {
  test.each(contents)('%s: %s', (id, _, content) => {
    expect(recognisedAs(Buffer.from(content))).toEqual([id])
  })

  test.each(contents)('the start of %s: %s, or none does', (id, _, content) => {
    const bytes = Buffer.from(content)
    for (let length = 0; length <= bytes.length; length++) {
      const found = recognisedAs(Buffer.from(bytes.subarray(0, length)))
      expect(found.filter((one) => one !== id)).toEqual([])
    }
  })
})

/** Format by folder; null for content that is refused. */
const recorded: readonly (readonly [string, ReaderId | null])[] = [
  ['agentevals/{helm,k8s}.json', 'jaeger-json'],
  ['agentevals/eval*.json', null],
  ['agent-prism/*.json', 'otlp-json'],
  ['jaeger/otlp2jaeger-in.json', 'otlp-json'],
  ['jaeger/otlp2jaeger-out.json', 'jaeger-json'],
  ['openinference/genai-*.json', null],
  ['opentelemetry-proto/*.json', 'otlp-json'],
  ['otel-tui/*.jsonl', 'otlp-json'],
  ['otlp2parquet/*.jsonl', 'otlp-json'],
  ['otlp2parquet/*.pb', 'otlp-protobuf'],
  ['zipkin/*.json', 'zipkin-json'],
]

function headOf(file: string): Buffer {
  return readFileSync(`fixtures/recordings/${file}`).subarray(0, 64 * 1024)
}

test.each(recorded)('recordings %s are %s', (pattern, id) => {
  const files = globSync(pattern, { cwd: 'fixtures/recordings' })
  expect(files).not.toEqual([])
  for (const file of files) {
    const head = headOf(file)
    expect([file, recognisedAs(head), refusalOf(head) !== undefined]).toEqual([
      file,
      id === null ? [] : [id],
      id === null,
    ])
  }
})

test('no recording is recognised by two readers, or recognised and refused', () => {
  for (const file of globSync('**/*.{json,jsonl,pb,traj}', { cwd: 'fixtures/recordings' })) {
    if (file === 'PROVENANCE.json') continue
    const head = headOf(file)
    const refused = refusalOf(head) === undefined ? [] : ['refused']
    expect([file, [...recognisedAs(head), ...refused].length <= 1]).toEqual([file, true])
  }
})
