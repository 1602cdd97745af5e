import { readdirSync, readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Span } from '../../src/model/span.ts'
import { fileSource } from '../../src/readers/index.ts'
import { readHalf } from '../../src/readers/zipkin-half.ts'
import { holdHalves } from '../../src/readers/zipkin-held.ts'
import { exactJson } from '../support/formats/exact-json.ts'
import { afterZipkin, zipkinItems } from '../support/formats/zipkin.ts'
import { anySpan } from '../support/otlp/any-span.ts'
import { inChunks, readAll } from '../support/otlp/read-all.ts'
import { sampleSpans, withoutPosition } from '../support/otlp/sample-spans.ts'

const folder = 'fixtures/recordings/zipkin'
/** The third sample starts in the first microsecond of 1970, which Zipkin takes for no time. */
const spans = sampleSpans.slice(0, 2)

function byTrace(list: readonly Span[]): object[][] {
  return [...Map.groupBy(list, (span) => span.traceId).values()].map((inTrace) => zipkinItems(inTrace))
}

type Encoder = (list: readonly Span[]) => string
const forms: Record<string, Encoder> = {
  'a list': (list) => exactJson(zipkinItems(list)),
  'a pretty-printed list': (list) => exactJson(zipkinItems(list), 2),
  'a list of traces': (list) => exactJson(byTrace(list)),
  'a pretty-printed list of traces': (list) => exactJson(byTrace(list), 2),
  'a span per line': (list) =>
    zipkinItems(list)
      .map((item) => exactJson(item))
      .join('\n'),
  'a list per line': (list) =>
    byTrace(list)
      .map((items) => exactJson(items))
      .join('\n'),
}

test.each(Object.entries(forms))('%s gives the spans', async (_, encode) => {
  const { spans: read, format, problems, notes } = await readAll(encode(spans))
  expect([format, problems, notes]).toEqual(['zipkin-json', [], []])
  expect(withoutPosition(read)).toEqual(withoutPosition(spans.map(afterZipkin)))
})

test('write, cut into any chunks, then read loses what the format loses and nothing else', async () => {
  const zipkinSpan = anySpan.filter(
    ({ startUnixNano, endUnixNano }) =>
      startUnixNano !== null && startUnixNano >= 1000n && (endUnixNano === null || endUnixNano >= startUnixNano),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(zipkinSpan, { minLength: 1, maxLength: 3, selector: (span) => span.traceId }),
      fc.constantFrom(...Object.values(forms)),
      fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 20 }),
      async (list, encode, sizes) => {
        const { spans: read, problems } = await readAll(inChunks(Buffer.from(encode(list)), sizes), 'zipkin-json')
        expect(problems).toEqual([])
        expect(withoutPosition(read)).toEqual(withoutPosition(list.map(afterZipkin)))
      },
    ),
    { numRuns: 200 },
  )
})

test('says what it cannot say', async () => {
  const { spans: read } = await readAll(exactJson(zipkinItems(spans)))
  expect(read[0]?.source).toEqual({
    format: 'zipkin-json',
    timePrecisionNano: 1000,
    isStringly: true,
    isTranscript: false,
    lacks: new Set(['event-attributes', 'links', 'link-attributes', 'resource', 'dropped-counts']),
  })
  expect(read[1]?.source).toBe(read[0]?.source)
  expect(read[1]?.resource).toBe(read[0]?.resource)
})

interface RawItem {
  traceId: string
  id: string
  parentId?: string
  name?: string
  kind?: string
  shared?: boolean
  timestamp: number
  duration?: number
  tags?: Record<string, string>
}

function rawItems(file: string): RawItem[] {
  return JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'))
}

function padded(id: string): string {
  return id.padStart(32, '0')
}

describe('recordings', () => {
  test.each([
    ['smartthings-oauth-authorization.json', { items: 175, spans: 130, roots: 1, orphans: 0 }, 2],
    ['messaging-kafka.json', { items: 28, spans: 28, roots: 1, orphans: 0 }, 0],
    ['yelp.json', { items: 16, spans: 13, roots: 1, orphans: 0 }, 1],
    ['skew.json', { items: 4, spans: 3, roots: 1, orphans: 0 }, 0],
  ])('%s: one span for each id that the raw JSON has', async (file, counts, conflicts) => {
    const { spans: read, problems, notes } = await readAll(fileSource(`${folder}/${file}`))
    const items = rawItems(file)
    const ids = new Set(items.map((item) => item.id))
    expect({
      items: items.length,
      spans: read.length,
      roots: read.filter((span) => span.parentSpanId === null).length,
      orphans: read.filter((span) => span.parentSpanId !== null && !ids.has(span.parentSpanId)).length,
    }).toEqual(counts)
    expect(read.map((span) => span.spanId)).toEqual([...ids])
    expect(problems).toEqual([])
    expect(notes).toEqual(
      conflicts === 0
        ? []
        : [`halves of a span give one tag different values in ${conflicts} spans; that of the sending side counts`],
    )
  })

  test('smartthings: the sending side gives name, kind and times, the tags are united', async () => {
    const { spans: read } = await readAll(fileSource(`${folder}/smartthings-oauth-authorization.json`))
    const bySpan = Map.groupBy(rawItems('smartthings-oauth-authorization.json'), (item) => item.id)
    for (const span of read) {
      const items = bySpan.get(span.spanId) ?? []
      const [client = items[0]] = items.filter((item) => item.kind === 'CLIENT')
      if (client === undefined) throw new Error('no item')
      expect(span.traceId).toBe(padded(client.traceId))
      expect(span.name).toBe(client.name)
      expect(span.kind).toBe(client.kind?.toLowerCase() ?? 'internal')
      expect(span.startUnixNano).toBe(BigInt(client.timestamp) * 1000n)
      expect(span.endUnixNano).toBe(
        client.duration === undefined ? null : BigInt(client.timestamp + client.duration) * 1000n,
      )
      const keys = new Set(items.flatMap((item) => Object.keys(item.tags ?? {})))
      expect(new Set(span.attributes.keys())).toEqual(keys)
      for (const [key, value] of Object.entries(client.tags ?? {})) expect(span.attributes.get(key)).toBe(value)
    }
  })

  test('skew: the half that shares the id leaves its service', async () => {
    const { spans: read } = await readAll(fileSource(`${folder}/skew.json`))
    const merged = read.find((span) => span.name === 'post')
    expect(merged).toEqual({
      traceId: '00000000000000001e223ff1f80f1c69',
      spanId: '74280ae0c10d8062',
      parentSpanId: 'bf396325699c84bf',
      name: 'post',
      kind: 'client',
      startUnixNano: 1_470_150_004_074_202_000n,
      endUnixNano: 1_470_150_004_168_741_000n,
      status: { code: 'unset', message: '' },
      attributes: new Map(),
      events: [],
      links: [],
      resource: {
        attributes: new Map([
          ['service.name', 'servicea'],
          ['zipkin.shared.service.name', 'serviceb'],
        ]),
        schemaUrl: '',
      },
      scope: { name: '', version: '', attributes: new Map(), schemaUrl: '' },
      traceState: '',
      flags: null,
      droppedAttributes: 0,
      droppedEvents: 0,
      droppedLinks: 0,
      source: merged?.source,
      position: 14,
    })
    expect(merged?.source.lacks.has('scope')).toBe(true)
  })

  test('the order of the items changes nothing', async () => {
    const items = rawItems('smartthings-oauth-authorization.json')
    const sorted = (list: readonly Span[]): Span[] =>
      withoutPosition(list).toSorted((left, right) => (left.spanId < right.spanId ? -1 : 1))
    const { spans: inOrder } = await readAll(JSON.stringify(items))
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(items, { minLength: items.length }), async (shuffled) => {
        const { spans: read } = await readAll(shuffled.map((item) => JSON.stringify(item)).join('\n'))
        expect(sorted(read)).toEqual(sorted(inOrder))
      }),
      { numRuns: 20 },
    )
  })
})

/** An item with changes. */
function anItem(change: object = {}): object {
  return {
    traceId: 'a1',
    id: 'b1',
    name: 'get',
    timestamp: 1_700_000_000_000_000,
    duration: 5,
    localEndpoint: { serviceName: 'shop' },
    ...change,
  }
}

async function readItems(...items: object[]) {
  return readAll(JSON.stringify(items))
}

describe('halves', () => {
  const client = anItem({ kind: 'CLIENT', tags: { a: 'client', b: 'client' } })
  const server = anItem({
    kind: 'SERVER',
    shared: true,
    name: 'received',
    timestamp: 1_600_000_000_000_000,
    localEndpoint: { serviceName: 'stock' },
    tags: { b: 'client', c: 'server' },
  })

  test('that agree are no conflict', async () => {
    const { spans: read, notes } = await readItems(server, client)
    expect(read).toHaveLength(1)
    expect(read[0]?.name).toBe('get')
    expect(Object.fromEntries(read[0]?.attributes ?? [])).toEqual({ a: 'client', b: 'client', c: 'server' })
    expect(notes).toEqual([])
  })

  test('of traces that are written turn by turn find each other', async () => {
    const other = { traceId: 'a2' }
    const { spans: read } = await readItems(client, { ...client, ...other }, server, { ...server, ...other })
    expect(read.map((span) => [span.traceId.slice(-2), span.attributes.size])).toEqual([
      ['a1', 3],
      ['a2', 3],
    ])
  })

  test('of which one is a late part: its duration and tags are added', async () => {
    const started = anItem({ kind: 'CLIENT', duration: undefined })
    const late = { traceId: 'a1', id: 'b1', duration: 7, tags: { late: 'yes' }, localEndpoint: {} }
    for (const items of [
      [started, late],
      [late, started],
    ]) {
      const { spans: read } = await readItems(...items)
      expect(read.map((span) => [span.name, span.kind, span.endUnixNano, span.attributes.get('late')])).toEqual([
        ['get', 'client', 1_700_000_000_000_007_000n, 'yes'],
      ])
    }
  })

  test('of which the sender has no duration: the span never ended, whatever the receiver says', async () => {
    const { spans: read } = await readItems({ ...client, duration: undefined }, server)
    expect(read[0]?.endUnixNano).toBeNull()
  })

  test('of which the sender has no times: those of the receiver count', async () => {
    const { spans: read } = await readItems({ ...client, timestamp: undefined, duration: undefined }, server)
    expect([read[0]?.startUnixNano, read[0]?.kind]).toEqual([1_600_000_000_000_000_000n, 'client'])
  })

  test('of several receivers: all services are kept, in order', async () => {
    const { spans: read } = await readItems({ ...server, localEndpoint: { serviceName: 'z' } }, client, {
      ...server,
      localEndpoint: { serviceName: 'y' },
    })
    expect(read[0]?.resource.attributes.get('zipkin.shared.service.name')).toEqual(['y', 'z'])
  })

  test('without a sender: the first receiver counts', async () => {
    const { spans: read } = await readItems(server, { ...server, timestamp: 1_500_000_000_000_000, name: 'first' })
    expect(read.map((span) => [span.name, span.kind])).toEqual([['first', 'server']])
  })

  test('that are identical count once', async () => {
    const annotations = [{ timestamp: 1_700_000_000_000_001, value: 'once' }]
    const { spans: read } = await readItems({ ...client, annotations }, { ...client, annotations })
    expect(read[0]?.events.map((event) => event.name)).toEqual(['once'])
  })
})

describe('the memory that halves take', () => {
  function half(traceId: string, id: string, text = '') {
    const read = readHalf({ traceId, id, name: 'n', timestamp: 1, tags: { text } }, 1)
    if (typeof read === 'string') throw new Error(read)
    return read
  }

  test('is bounded: the trace that waited longest is taken, its later halves are refused', () => {
    const held = holdHalves(2300)
    const ids = (groups: readonly (readonly { ids: { traceId: string; spanId: string } }[])[]): string[] =>
      groups.map(([first]) => `${first?.ids.traceId.slice(-1)}${first?.ids.spanId.slice(-1)}`)
    expect([held.add(half('1', '1')), held.add(half('2', '2')), held.add(half('1', '3'))]).toEqual([true, true, true])
    expect(held.takeExcess()).toEqual([])
    expect(held.add(half('3', '4', 'x'.repeat(1000)))).toBe(true)
    expect(ids(held.takeExcess())).toEqual(['22'])
    expect(held.add(half('2', '2'))).toBe(false)
    expect(held.add(half('1', '1'))).toBe(true)
    expect(ids(held.takeExcess())).toEqual(['34'])
    expect(ids(held.takeAll())).toEqual(['11', '13'])
  })
})

describe('one item', () => {
  test.each<[string, object, Span['status']]>([
    ['an error tag', { error: 'no route' }, { code: 'error', message: 'no route' }],
    ['an empty error tag', { error: '' }, { code: 'error', message: '' }],
    ['the error tag of other tracers', { error: 'true' }, { code: 'error', message: '' }],
    ['no error', { error: 'false' }, { code: 'unset', message: '' }],
    ['a status code', { 'otel.status_code': 'OK' }, { code: 'ok', message: '' }],
    ['code and description', { 'otel.status_code': 'ERROR', error: 'late' }, { code: 'error', message: 'late' }],
  ])('has the status of %s', async (_, tags, status) => {
    expect((await readItems(anItem({ tags }))).spans[0]?.status).toEqual(status)
  })

  test.each<[string, string, string, object]>([
    ['a name', 'exception', 'exception', {}],
    ['name and attributes of the collector', 'a|b|{"k":"v|{}|"}|0', 'a|b', { k: 'v|{}|' }],
    ['name and attributes as the specification has them', '"exception":{"k":1}', 'exception', { k: 1 }],
    ['a map of the name', '{"exception":{"k":1}}', 'exception', { k: 1 }],
    ['JSON that is no name with attributes', '{"a":1,"b":2}', '{"a":1,"b":2}', {}],
    ['damaged attributes', 'a|{"k":}|0', 'a|{"k":}|0', {}],
    ['brackets', 'a|{ or }|', 'a|{ or }|', {}],
    ['a key `__proto__`', 'a|{"__proto__":"x"}|0', 'a', JSON.parse('{"__proto__":"x"}')],
  ])('has %s as event', async (_, value, name, attributes) => {
    const { spans: read } = await readItems(anItem({ annotations: [{ timestamp: 1, value }] }))
    const [event] = read[0]?.events ?? []
    expect([event?.name, event?.timeUnixNano, [...(event?.attributes ?? [])]]).toEqual([
      name,
      1000n,
      Object.entries(attributes),
    ])
  })

  test('has events in the order of their times', async () => {
    const annotations = [3, 1, 2].map((timestamp) => ({ timestamp, value: `at ${timestamp}` }))
    const { spans: read } = await readItems(anItem({ annotations }), anItem({ tags: { other: 'half' } }))
    expect(read[0]?.events.map((event) => event.name)).toEqual(['at 1', 'at 2', 'at 3'])
  })

  const message = (text: string): string => `span \`b1\` ${text}`
  test.each<[string, object, string]>([
    ['no trace id', { traceId: '' }, message('has no trace id, or one that is all zero')],
    ['a wrong id', { id: 'x-1' }, 'span `x-1` has span id `x-1`, which is not hex of up to 16 digits'],
    [
      'itself in a wrong parent',
      { parentId: 7 },
      message('has parent span id `7`, which is not hex of up to 16 digits'),
    ],
    ['a wrong kind', { kind: 'BOTH' }, message('has kind `BOTH`, which Zipkin does not know')],
    ['a wrong time', { timestamp: 'now' }, message('has timestamp `now`, which is no microseconds')],
    ['a negative duration', { duration: -1 }, message('has duration `-1`, which is no microseconds')],
    ['a list of tags', { tags: [] }, message('has a list as tags; Zipkin writes a map')],
    ['a text as annotation', { annotations: ['x'] }, message('has annotations that are no list of objects')],
    ['no name', { name: undefined }, 'span `00000000000000b1` has no name'],
    ['no time', { timestamp: 0 }, 'span `00000000000000b1` has no timestamp'],
    [
      'an end beyond 64 bits',
      { duration: 18_000_000_000_000_000 },
      'span `00000000000000b1` has duration `18000000000000000000`, which ends beyond 64-bit nanoseconds',
    ],
  ])('with %s is unreadable, the next one is read', async (_, change, expected) => {
    const { spans: read, problems } = await readItems(anItem(change), anItem({ id: 'b2' }))
    expect(problems).toEqual([{ line: 1, message: expected }])
    expect(read.map((span) => span.spanId)).toEqual(['00000000000000b2'])
  })

  test('with a tag that is nested too deep is read without it', async () => {
    const deep: unknown = JSON.parse('['.repeat(65) + ']'.repeat(65))
    const { spans: read, problems } = await readItems(anItem({ tags: { deep, flat: 'x' } }))
    expect(problems).toEqual([{ line: 1, message: 'span `00000000000000b1` has tags that are nested too deep: 1' }])
    expect([read[0]?.attributes, read[0]?.droppedAttributes]).toEqual([new Map([['flat', 'x']]), 1])
  })

  test('that is no object is named', async () => {
    const { problems } = await readAll(`${JSON.stringify([anItem(), 7])}\n`)
    expect(problems).toEqual([{ line: 1, message: '`7` is no object' }])
  })
})

test('lines of 64 MiB and more of spans are read trace by trace', async () => {
  const padding = 'x'.repeat(1024 * 1024)
  const lines = Array.from({ length: 80 }, (_, index) =>
    JSON.stringify(anItem({ traceId: (index + 1).toString(16), tags: { padding } })),
  )
  const { spans: read, problems } = await readAll(`${lines.join('\n')}\n${JSON.stringify(anItem({ traceId: '1' }))}\n`)
  expect(read).toHaveLength(80)
  expect(problems).toEqual([
    {
      line: 81,
      message:
        'span `00000000000000b1` stands more than 64 MiB behind others of its trace, one of which may be its other half; sort the file by trace',
    },
  ])
})

test.each(readdirSync('fixtures/zipkin-json'))('fixture %s holds the sample spans', async (name) => {
  const { spans: read, problems } = await readAll(fileSource(`fixtures/zipkin-json/${name}`))
  expect(problems).toEqual([])
  expect(withoutPosition(read)).toEqual(withoutPosition(spans.map(afterZipkin)))
})
