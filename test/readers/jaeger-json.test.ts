import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Span } from '../../src/model/span.ts'
import { fileSource } from '../../src/readers/index.ts'
import { exactJson } from '../support/formats/exact-json.ts'
import { afterJaeger, encodeJaeger, jaegerTraces } from '../support/formats/jaeger.ts'
import { anySpan } from '../support/otlp/any-span.ts'
import { inChunks, readAll } from '../support/otlp/read-all.ts'
import { sampleSpans, withoutPosition } from '../support/otlp/sample-spans.ts'

const recordings = 'fixtures/recordings'
/** The third sample starts in the first microsecond of 1970, which Jaeger cannot tell from no time. */
const spans = sampleSpans.slice(0, 2)

type Encoder = (list: readonly Span[]) => string
const forms: Record<string, Encoder> = {
  'an answer of the query API': (list) => encodeJaeger(list),
  'a pretty-printed answer': (list) => encodeJaeger(list, 4),
  'a trace on each line': (list) =>
    jaegerTraces(list)
      .map((one) => exactJson(one))
      .join('\n'),
  'pretty-printed traces one after another': (list) =>
    jaegerTraces(list)
      .map((one) => exactJson(one, 2))
      .join('\n'),
  'an answer on each line': (list) =>
    jaegerTraces(list)
      .map((one) => exactJson({ data: [one] }))
      .join('\n'),
  'a list of traces': (list) => exactJson(jaegerTraces(list)),
}

test.each(Object.entries(forms))('%s gives the spans', async (_, encode) => {
  const { spans: read, format, problems, notes } = await readAll(encode(spans))
  expect([format, problems, notes]).toEqual(['jaeger-json', [], []])
  expect(withoutPosition(read)).toEqual(withoutPosition(spans.map(afterJaeger)))
})

test('write, cut into any chunks, then read loses what the format loses and nothing else', async () => {
  const jaegerSpan = anySpan.filter(({ startUnixNano }) => (startUnixNano ?? 0n) >= 1000n)
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(jaegerSpan, { minLength: 1, maxLength: 3, selector: (span) => span.traceId }),
      fc.constantFrom(...Object.values(forms)),
      fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 20 }),
      async (list, encode, sizes) => {
        const { spans: read, problems } = await readAll(inChunks(Buffer.from(encode(list)), sizes))
        expect(problems).toEqual([])
        expect(withoutPosition(read)).toEqual(withoutPosition(list.map(afterJaeger)))
      },
    ),
    { numRuns: 200 },
  )
})

test('says what it cannot say', async () => {
  const { spans: read } = await readAll(encodeJaeger(spans))
  expect(read[0]?.source).toEqual({
    format: 'jaeger-json',
    timePrecisionNano: 1000,
    isStringly: false,
    isTranscript: false,
    lacks: new Set(['dropped-counts', 'link-attributes', 'lists']),
  })
  expect(read[1]?.source).toBe(read[0]?.source)
  expect(read[1]?.resource).toBe(read[0]?.resource)
})

interface RawTrace {
  traceID: string
  spans: { spanID: string; operationName: string; tags: { key: string }[]; references: { spanID: string }[] }[]
}

describe('recordings', () => {
  test.each([
    ['agentevals/helm.json', { spans: 96, roots: 1, orphans: 0 }],
    ['agentevals/k8s.json', { spans: 73, roots: 1, orphans: 0 }],
    ['jaeger/otlp2jaeger-out.json', { spans: 2, roots: 0, orphans: 2 }],
  ])('%s has every span that the raw JSON has', async (file, counts) => {
    const { spans: read, problems } = await readAll(fileSource(`${recordings}/${file}`))
    const { data }: { data: RawTrace[] } = JSON.parse(readFileSync(`${recordings}/${file}`, 'utf8'))
    const raw = data.flatMap((one) => one.spans)
    expect(problems).toEqual([])
    expect(read.map((span) => [span.spanId, span.name, span.parentSpanId])).toEqual(
      raw.map((span) => [span.spanID, span.operationName, span.references[0]?.spanID ?? null]),
    )
    const ids = new Set(read.map((span) => span.spanId))
    expect({
      spans: read.length,
      roots: read.filter((span) => span.parentSpanId === null).length,
      orphans: read.filter((span) => span.parentSpanId !== null && !ids.has(span.parentSpanId)).length,
    }).toEqual(counts)
  })

  test('helm: values, status and warnings are those of the raw JSON', async () => {
    const { spans: read, notes } = await readAll(fileSource(`${recordings}/agentevals/helm.json`))
    const tool = read.find((span) => span.name.startsWith('execute_tool'))
    expect(tool?.attributes.get('gen_ai.tool.name')).toBe('helm_list_releases')
    expect(tool?.scope).toEqual({ name: 'gcp.vertex.agent', version: '1.22.1', attributes: new Map(), schemaUrl: '' })
    expect(tool?.resource.attributes).toEqual(
      new Map([
        ['service.namespace', 'kagent'],
        ['service.name', 'helm_agent'],
      ]),
    )
    const tokens = read
      .filter((span) => span.name === 'call_llm')
      .map((span) => span.attributes.get('gen_ai.usage.input_tokens'))
    expect(tokens.reduce((sum: number, one) => sum + Number(one), 0)).toBe(3776)
    const text = readFileSync(`${recordings}/agentevals/helm.json`, 'utf8')
    expect(read.filter((span) => span.status.code === 'error')).toHaveLength(text.split('"ERROR"').length - 1)
    expect(read.filter((span) => span.status.code === 'ok')).toHaveLength(text.split('"OK"').length - 1)
    expect(notes).toEqual([
      'Jaeger warns: `clock skew adjustment disabled; not applying calculated delta of -690.345µs`',
    ])
  })

  test('the OTLP and Jaeger twins give the same spans but for the schema URL', async () => {
    const fromOtlp = await readAll(fileSource(`${recordings}/jaeger/otlp2jaeger-in.json`))
    const fromJaeger = await readAll(fileSource(`${recordings}/jaeger/otlp2jaeger-out.json`))
    expect(fromOtlp.spans[0]?.resource.schemaUrl).toBe('https://opentelemetry.io/schemas/1.4.0')
    expect(withoutPosition(fromJaeger.spans)).toEqual(withoutPosition(fromOtlp.spans.map(afterJaeger)))
  })
})

/** A trace of one span, with changes. */
function trace(span: object, around: object = {}): string {
  const base = {
    traceID: 'a1',
    spanID: 'b1',
    operationName: 'GET',
    startTime: 1_700_000_000_000_000,
    duration: 5,
    processID: 'p1',
  }
  return JSON.stringify({
    traceID: 'a1',
    spans: [{ ...base, ...span }],
    processes: { p1: { serviceName: 'shop' } },
    ...around,
  })
}

async function readOne(span: object, around: object = {}): Promise<Span | undefined> {
  const { spans: read, problems } = await readAll(trace(span, around))
  expect(problems).toEqual([])
  return read[0]
}

describe('one span', () => {
  test('has short ids padded on the left', async () => {
    const span = await readOne({
      traceID: 'A1B',
      spanID: '0xC',
      references: [{ refType: 'CHILD_OF', traceID: '0a1b', spanID: 'd' }],
    })
    expect([span?.traceId, span?.spanId, span?.parentSpanId]).toEqual([
      '00000000000000000000000000000a1b',
      '000000000000000c',
      '000000000000000d',
    ])
  })

  test('has the first CHILD_OF of its trace as parent, and links for the other references', async () => {
    const references = [
      { refType: 'FOLLOWS_FROM', traceID: 'a1', spanID: '1' },
      { refType: 'CHILD_OF', traceID: 'ff', spanID: '2' },
      { refType: 'CHILD_OF', traceID: 'a1', spanID: '3' },
      { refType: 'CHILD_OF', traceID: 'a1', spanID: '4' },
    ]
    const span = await readOne({ references })
    expect(span?.parentSpanId).toBe('0000000000000003')
    expect(span?.links.map((link) => [link.traceId.slice(-2), link.spanId.slice(-1)])).toEqual([
      ['a1', '1'],
      ['ff', '2'],
      ['a1', '4'],
    ])
  })

  test('has the parent that older versions write apart', async () => {
    expect((await readOne({ parentSpanID: 'c1' }))?.parentSpanId).toBe('00000000000000c1')
  })

  test.each<[string, object[], Span['status']]>([
    ['no tag', [], { code: 'unset', message: '' }],
    ['the error tag', [{ key: 'error', type: 'bool', value: true }], { code: 'error', message: '' }],
    ['the error tag as text', [{ key: 'error', type: 'string', value: 'true' }], { code: 'error', message: '' }],
    ['no error', [{ key: 'error', type: 'bool', value: false }], { code: 'unset', message: '' }],
    ['a status code', [{ key: 'otel.status_code', type: 'string', value: 'OK' }], { code: 'ok', message: '' }],
    [
      'code and description',
      [
        { key: 'otel.status_code', type: 'string', value: 'ERROR' },
        { key: 'otel.status_description', type: 'string', value: 'too late' },
      ],
      { code: 'error', message: 'too late' },
    ],
  ])('has the status of %s', async (_, tags, status) => {
    expect((await readOne({ tags }))?.status).toEqual(status)
  })

  test('keeps an error tag of its own as attribute', async () => {
    const span = await readOne({ tags: [{ key: 'error', type: 'bool', value: true }] })
    expect(span?.attributes).toEqual(new Map([['error', true]]))
  })

  test('has tags by their type', async () => {
    const tags = [
      { key: 'a', type: 'int64', value: '9007199254740993' },
      { key: 'b', type: 'int64', value: 7 },
      { key: 'c', type: 'int64', value: 'seven' },
      { key: 'd', type: 'float64', value: '0.5' },
      { key: 'e', type: 'float64', value: '-Inf' },
      { key: 'f', type: 'bool', value: 'false' },
      { key: 'g', type: 'binary', value: 'AAH+' },
      { key: 'h', type: 'binary', value: 'no base64' },
      { key: 'i', type: 'string', value: '["stop"]' },
      { key: '__proto__', type: 'string', value: 'x' },
    ]
    expect((await readOne({ tags }))?.attributes).toEqual(
      new Map<string, unknown>([
        ['a', 9_007_199_254_740_993n],
        ['b', 7],
        ['c', 'seven'],
        ['d', 0.5],
        ['e', -Infinity],
        ['f', false],
        ['g', new Uint8Array([0, 1, 254])],
        ['h', 'no base64'],
        ['i', '["stop"]'],
        ['__proto__', 'x'],
      ]),
    )
  })

  test.each<[string, object, object, readonly string[]]>([
    ['of an unknown process', { processID: 'p9' }, {}, ['resource', 'scope']],
    ['of the process `__proto__`', { processID: '__proto__' }, {}, ['resource', 'scope']],
    ['of a trace without processes', {}, { processes: null }, ['resource', 'scope']],
    ['with its process inside', { processID: undefined, process: { serviceName: 'x' } }, {}, ['scope']],
    ['with a scope', { tags: [{ key: 'otel.library.name', type: 'string', value: 'lib' }] }, {}, []],
  ])('%s says what it lacks', async (_, span, around, lacks) => {
    const read = await readOne(span, around)
    expect([...(read?.source.lacks ?? [])].sort()).toEqual(
      ['dropped-counts', 'link-attributes', 'lists', ...lacks].sort(),
    )
  })

  test('without duration never ended, with a duration of 0 it did', async () => {
    expect((await readOne({ duration: undefined }))?.endUnixNano).toBeNull()
    expect((await readOne({ duration: 0 }))?.endUnixNano).toBe(1_700_000_000_000_000_000n)
  })

  test.each<[string, object, string]>([
    ['no trace id', { traceID: '0' }, 'has no trace id, or one that is all zero'],
    [
      'a long trace id',
      { traceID: 'f'.repeat(33) },
      `has trace id \`${'f'.repeat(33)}\`, which is not hex of up to 32 digits`,
    ],
    ['no span id', { spanID: '' }, 'has no span id, or one that is all zero'],
    ['a wrong span id', { spanID: 'xyz' }, 'has span id `xyz`, which is not hex of up to 16 digits'],
    ['a number as span id', { spanID: 12 }, 'has span id `12`, which is not hex of up to 16 digits'],
    [
      'a wrong parent',
      { references: [{ refType: 'CHILD_OF', traceID: 'a1', spanID: 'q' }] },
      'has parent span id `q`, which is not hex of up to 16 digits',
    ],
    ['no name', { operationName: '' }, 'has no name'],
    ['no start', { startTime: 0 }, 'has start time `0`, which is no microseconds'],
    ['a rounded start', { startTime: 1.5 }, 'has start time `1.5`, which is no microseconds'],
    [
      'a start beyond 64 bits',
      { startTime: 9e15 * 1000 },
      'has start time `9000000000000000000`, which is no microseconds',
    ],
    ['a duration in text', { duration: '5ms' }, 'has duration `5ms`, which is no microseconds'],
    [
      'an end before 1970',
      { duration: -1_700_000_000_000_001 },
      'has duration `-1700000000000001`, which is no microseconds',
    ],
    ['a map of tags', { tags: {} }, 'has an object as tags; Jaeger writes a list'],
    ['a text as reference', { references: ['x'] }, 'has references that are no objects'],
    ['null as log', { logs: [null] }, 'has logs that are no objects'],
  ])('with %s is unreadable, the next one is read', async (_, change, message) => {
    const { spans: read, problems } = await readAll(`${trace(change)}\n${trace({})}`)
    expect(problems).toEqual([{ line: 1, message: `span 1 of trace \`a1\` ${message}` }])
    expect(read).toHaveLength(1)
  })

  test('names what is left out of it', async () => {
    const tags = [
      { type: 'string', value: 'no key' },
      { key: 'no value' },
      null,
      { key: 'deep', value: JSON.parse('['.repeat(65) + ']'.repeat(65)) },
    ]
    const references = [{ refType: 'FOLLOWS_FROM', traceID: 'a1', spanID: '?' }]
    const { spans: read, problems } = await readAll(trace({ tags, references }))
    expect(problems).toEqual([
      { line: 1, message: 'span `00000000000000b1` has tags without key or value, or nested too deep: 4' },
      { line: 1, message: 'span `00000000000000b1` has references without the ids of a span: 1' },
    ])
    expect([read[0]?.droppedAttributes, read[0]?.droppedLinks]).toEqual([4, 1])
  })
})

test('what is no trace is named, the traces around it are read', async () => {
  const { spans: read, problems } = await readAll(`${trace({})}\n{"data":null}\n7\n${trace({})}`)
  expect(read.map((span) => span.position)).toEqual([1, 4])
  expect(problems).toEqual([
    { line: 2, message: 'an object stands where Jaeger writes a trace with `spans`' },
    { line: 3, message: '`7` stands where Jaeger writes a trace with `spans`' },
  ])
})

test('the fixture holds the sample spans', async () => {
  const { spans: read, problems } = await readAll(fileSource('fixtures/jaeger-json/answer.json'))
  expect(problems).toEqual([])
  expect(withoutPosition(read)).toEqual(withoutPosition(spans.map(afterJaeger)))
})
