import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Span } from '../../src/model/span.ts'
import { fileSource } from '../../src/readers/index.ts'
import { afterClickhouse, clickhouseRows, type RowStyle } from '../support/formats/clickhouse.ts'
import { exactJson } from '../support/formats/exact-json.ts'
import { anySpan } from '../support/otlp/any-span.ts'
import { inChunks, readAll } from '../support/otlp/read-all.ts'
import { sampleSpans, withoutPosition } from '../support/otlp/sample-spans.ts'

type Encoder = (rows: readonly object[]) => string
const forms: Record<string, Encoder> = {
  JSONEachRow: (rows) => rows.map((row) => exactJson(row)).join('\n'),
  'JSONEachRow, pretty': (rows) => rows.map((row) => exactJson(row, 4)).join('\n'),
  'JSONEachRow as a list': (rows) => exactJson(rows, 1),
  JSON: (rows) => exactJson({ meta: [{ name: 'Timestamp', type: 'DateTime64(9)' }], data: rows, rows: rows.length }, 2),
  'JSON on one line': (rows) => `${exactJson({ meta: [], data: rows, rows: rows.length })}\n`,
}

const styles: Record<string, RowStyle> = {
  Map: { columns: 'Map' },
  'Map with quoted integers': { columns: 'Map', quoted: true },
  'Map with old names': { columns: 'Map', oldNames: true },
  'JSON columns': { columns: 'JSON' },
}

const table = Object.entries(forms).flatMap(([form, encode]) =>
  Object.entries(styles).map(([name, style]) => [form, name, encode, style] as const),
)

test.each(table)('%s of %s gives the spans', async (_form, _name, encode, style) => {
  const { spans, format, problems, notes } = await readAll(encode(clickhouseRows(sampleSpans, style)))
  expect([format, problems, notes]).toEqual(['clickhouse-rows', [], []])
  expect(withoutPosition(spans)).toEqual(withoutPosition(sampleSpans.map((span) => afterClickhouse(span, style))))
})

test('write, cut into any chunks, then read loses what the table loses and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anySpan, { minLength: 1, maxLength: 3 }),
      fc.constantFrom(...table),
      fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 20 }),
      async (list, [, , encode, style], sizes) => {
        const { spans, problems } = await readAll(inChunks(Buffer.from(encode(clickhouseRows(list, style))), sizes))
        expect(problems).toEqual([])
        expect(withoutPosition(spans)).toEqual(withoutPosition(list.map((span) => afterClickhouse(span, style))))
      },
    ),
    { numRuns: 300 },
  )
})

/** A row with changes. */
function aRow(change: object = {}): object {
  return {
    Timestamp: '2025-09-30 12:34:56.789012345',
    TraceId: 'a'.repeat(32),
    SpanId: 'b'.repeat(16),
    ParentSpanId: '',
    TraceState: '',
    SpanName: 'chat',
    SpanKind: 'Client',
    ServiceName: 'shop',
    ResourceAttributes: { 'service.name': 'shop' },
    ScopeName: 'ai',
    ScopeVersion: '1',
    SpanAttributes: { tokens: '7' },
    Duration: 5,
    StatusCode: 'Unset',
    StatusMessage: '',
    'Events.Timestamp': [],
    'Events.Name': [],
    'Events.Attributes': [],
    'Links.TraceId': [],
    'Links.SpanId': [],
    'Links.TraceState': [],
    'Links.Attributes': [],
    ...change,
  }
}

async function readOne(change: object): Promise<Span | undefined> {
  const { spans, problems } = await readAll(`${JSON.stringify(aRow(change))}\n`)
  expect(problems).toEqual([])
  return spans[0]
}

describe('what a row cannot say', () => {
  test('is nothing but dropped counts where all columns are there', async () => {
    expect((await readOne({}))?.source).toEqual({
      format: 'clickhouse-rows',
      timePrecisionNano: 1,
      isStringly: true,
      isTranscript: false,
      lacks: new Set(['dropped-counts']),
    })
  })

  test.each([
    ['SpanKind', 'kind'],
    ['StatusCode', 'status'],
    ['Duration', 'end'],
    ['Events.Name', 'events'],
    ['Events.Attributes', 'event-attributes'],
    ['Links.TraceId', 'links'],
    ['Links.Attributes', 'link-attributes'],
    ['ResourceAttributes', 'resource'],
    ['ScopeName', 'scope'],
  ])('is said where the query leaves out %s', async (column, part) => {
    const span = await readOne({ [column]: undefined })
    expect(span?.source.lacks).toEqual(new Set(['dropped-counts', part]))
  })

  test.each<[string, object, boolean]>([
    ['text only', { SpanAttributes: { a: '7', b: 'true' } }, true],
    ['no attributes', { SpanAttributes: {} }, true],
    ['a number', { SpanAttributes: { a: '7', b: 7 } }, false],
    ['a list', { SpanAttributes: { a: ['stop'] } }, false],
    ['a number, but integers are quoted', { SpanAttributes: { a: '7', b: 0.5 }, Duration: '5' }, true],
  ])('of types: attributes of %s', async (_, change, isStringly) => {
    expect((await readOne(change))?.source.isStringly).toBe(isStringly)
  })

  test.each<[string, bigint, number]>([
    ['2025-09-30 12:34:56.789012345', 1_759_235_696_789_012_345n, 1],
    ['2025-09-30 12:34:56.789012', 1_759_235_696_789_012_000n, 1000],
    ['2025-09-30 12:34:56.789', 1_759_235_696_789_000_000n, 1_000_000],
    ['2025-09-30 12:34:56', 1_759_235_696_000_000_000n, 1_000_000_000],
    ['2025-09-30T12:34:56.789012345Z', 1_759_235_696_789_012_345n, 1],
    ['1759235696.789012345', 1_759_235_696_789_012_345n, 1],
  ])('of times: %s', async (Timestamp, start, timePrecisionNano) => {
    const span = await readOne({ Timestamp })
    expect([span?.startUnixNano, span?.endUnixNano]).toEqual([start, start + 5n])
    expect(span?.source.timePrecisionNano).toBe(timePrecisionNano)
  })
})

describe('columns', () => {
  test('of type JSON: objects are keys with dots', async () => {
    const SpanAttributes = JSON.parse(
      '{"gen_ai":{"usage":{"input_tokens":7},"response":{"finish_reasons":["stop"]}},"a.b":{"":true},"e":{},"__proto__":{"x":1}}',
    )
    const span = await readOne({ SpanAttributes })
    expect(span?.source.lacks).toEqual(new Set(['dropped-counts', 'maps']))
    expect(Object.fromEntries(span?.attributes ?? [])).toEqual({
      'gen_ai.usage.input_tokens': 7,
      'gen_ai.response.finish_reasons': ['stop'],
      'a.b.': true,
      e: {},
      '__proto__.x': 1,
    })
  })

  test('of old tables keep the scope among the attributes', async () => {
    const span = await readOne({
      ScopeName: undefined,
      ScopeVersion: undefined,
      SpanAttributes: { 'otel.library.name': 'ai', 'otel.library.version': '2' },
    })
    expect([span?.scope.name, span?.scope.version, span?.attributes.size]).toEqual(['ai', '2', 0])
    expect(span?.source.lacks).toEqual(new Set(['dropped-counts']))
  })

  test('that are not listed are ignored', async () => {
    expect(await readOne({ TraceIdHash: 7, Events: 'x' })).toEqual(await readOne({}))
  })

  test('of the service name count where the resource has none', async () => {
    const span = await readOne({ ResourceAttributes: { 'host.name': 'h' } })
    expect(span?.resource.attributes).toEqual(
      new Map([
        ['host.name', 'h'],
        ['service.name', 'shop'],
      ]),
    )
  })

  test('of the resource are one object for equal rows', async () => {
    const { spans } = await readAll(
      [aRow(), aRow({ SpanId: 'c'.repeat(16) })].map((row) => JSON.stringify(row)).join('\n'),
    )
    expect(spans[1]?.resource).toBe(spans[0]?.resource)
    expect(spans[1]?.source).toBe(spans[0]?.source)
  })

  test('nested ones are read by their place', async () => {
    const span = await readOne({
      'Events.Timestamp': ['2025-09-30 12:34:56.789012346', '1970-01-01 00:00:00.000000000'],
      'Events.Name': ['exception', ''],
      'Events.Attributes': [{ 'exception.type': 'Error' }, {}],
      'Links.TraceId': ['c'.repeat(32)],
      'Links.SpanId': ['d'.repeat(16)],
      'Links.Attributes': [{ why: 'retry' }],
    })
    expect(span?.events.map(({ name, timeUnixNano, attributes }) => [name, timeUnixNano, [...attributes]])).toEqual([
      ['exception', 1_759_235_696_789_012_346n, [['exception.type', 'Error']]],
      ['', null, []],
    ])
    expect(span?.links).toEqual([
      {
        traceId: 'c'.repeat(32),
        spanId: 'd'.repeat(16),
        attributes: new Map([['why', 'retry']]),
        droppedAttributes: 0,
      },
    ])
  })
})

describe('a row', () => {
  const id = 'the row of span `bbbbbbbbbbbbbbbb`'
  test.each<[string, object, string]>([
    ['no trace id', { TraceId: '' }, `${id} has no trace id, or one that is all zero`],
    ['a wrong span id', { SpanId: 'x' }, 'the row of span `x` has span id `x`, which is not hex of up to 16 digits'],
    ['no name', { SpanName: '' }, `${id} has no name`],
    ['no attributes', { SpanAttributes: undefined }, `${id} has no column \`SpanAttributes\`; add it to the query`],
    ['no time', { Timestamp: undefined }, `${id} has Timestamp \`undefined\`, which is no time`],
    ['a rounded time', { Timestamp: 1_759_235_696.789 }, `${id} has Timestamp \`1759235696.789\`, which is no time`],
    ['a wrong duration', { Duration: '5ms' }, `${id} has Duration \`5ms\`, which is no nanoseconds`],
    ['a duration in fractions', { Duration: 1.5 }, `${id} has Duration \`1.5\`, which is no nanoseconds`],
    [
      'an end before 1970',
      { Duration: '-1759235696789012346' },
      `${id} has Duration \`-1759235696789012346\`, which is no nanoseconds`,
    ],
    ['a wrong kind', { SpanKind: 'Both' }, `${id} has SpanKind \`Both\`, which OpenTelemetry does not know`],
    ['a wrong status', { StatusCode: 'Good' }, `${id} has StatusCode \`Good\`, which OpenTelemetry does not know`],
    [
      'nested columns of unequal length',
      { 'Events.Name': ['a', 'b'], 'Events.Timestamp': ['2025-09-30 12:34:56'] },
      `${id} has 2 in \`Events.Name\`, 1 in \`Events.Timestamp\`, 0 in \`Events.Attributes\`; nested columns are lists of one length`,
    ],
    [
      'a nested column that is no list',
      { 'Links.SpanId': 'x' },
      `${id} has \`x\` as \`Links.SpanId\`; ClickHouse writes a list`,
    ],
  ])('with %s is unreadable, the next one is read', async (_, change, message) => {
    const { spans, problems } = await readAll(`${JSON.stringify(aRow(change))}\n${JSON.stringify(aRow())}`)
    expect(problems).toEqual([{ line: 1, message }])
    expect(spans.map((span) => span.position)).toEqual([2])
  })

  test('names what is left out of it', async () => {
    const deep: unknown = JSON.parse('{"a":'.repeat(70) + '1' + '}'.repeat(70))
    const change = {
      SpanAttributes: { deep, flat: 'x' },
      'Links.TraceId': ['?'],
      'Links.SpanId': ['?'],
      'Links.Attributes': [{}],
    }
    const { spans, problems } = await readAll(`${JSON.stringify(aRow(change))}\n`)
    expect(problems).toEqual([
      { line: 1, message: 'span `bbbbbbbbbbbbbbbb` has attributes that cannot be read: 1' },
      { line: 1, message: 'span `bbbbbbbbbbbbbbbb` has links without the ids of a span: 1' },
    ])
    expect([spans[0]?.attributes.size, spans[0]?.droppedAttributes, spans[0]?.droppedLinks]).toEqual([1, 1, 1])
  })

  test('that is none is named', async () => {
    const { problems } = await readAll(`${JSON.stringify(aRow())}\n[1]\n{}\n`)
    expect(problems).toEqual([
      { line: 2, message: 'a row is no object' },
      { line: 3, message: 'a row has no trace id, or one that is all zero' },
    ])
  })
})

test.each<[string, RowStyle]>([
  ['map-columns.jsonl', { columns: 'Map' }],
  ['json-columns.json', { columns: 'JSON' }],
])('fixture %s holds the sample spans', async (name, style) => {
  const { spans, problems } = await readAll(fileSource(`fixtures/clickhouse-rows/${name}`))
  expect(problems).toEqual([])
  expect(withoutPosition(spans)).toEqual(withoutPosition(sampleSpans.map((span) => afterClickhouse(span, style))))
})
