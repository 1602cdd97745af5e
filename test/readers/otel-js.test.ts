import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readAll } from '../support/otlp/read-all.ts'
import { readFixture } from '../support/dumps/read-fixture.ts'
import { leftOut, source } from '../support/dumps/without.ts'

const traceId = '5b8efff798038103d269b633813fc60c'
const second = 1_760_738_064_000_000_000n

test('the SDK 1.x: kinds count from internal, the parent is an id, the scope a library, [0, 0] is no end', async () => {
  const agents = { name: 'agents', version: '1.2.3', attributes: new Map(), schemaUrl: '' }
  const resource = { attributes: new Map([['service.name', 'support']]), schemaUrl: '' }
  const spans = await readFixture('otel-js/sdk-1.jsonl')
  expect(spans).toEqual([
    {
      traceId,
      spanId: '00000000000000ff',
      parentSpanId: 'eee19b7ec3c1b174',
      name: 'chat gpt-5',
      kind: 'client',
      startUnixNano: second + 624_180_002n,
      endUnixNano: second + 900_000_000n,
      status: { code: 'error', message: 'rate limited' },
      attributes: new Map<string, unknown>([
        ['gen_ai.operation.name', 'chat'],
        ['gen_ai.usage.input_tokens', 12],
      ]),
      events: [
        {
          name: 'exception',
          timeUnixNano: second + 700_000_009n,
          attributes: new Map([['exception.type', 'RateLimitError']]),
          source: 'span',
          body: null,
          droppedAttributes: 1,
        },
      ],
      links: [
        {
          traceId: '0102030405060708090a0b0c0d0e0f10',
          spanId: '0102030405060708',
          attributes: new Map([['why', 'retry']]),
          droppedAttributes: 0,
        },
      ],
      resource,
      scope: agents,
      traceState: '',
      flags: 1,
      droppedAttributes: 2,
      droppedEvents: 3,
      droppedLinks: 4,
      source: source('otel-js', 1, []),
      position: 0,
    },
    {
      ...leftOut,
      traceId,
      spanId: 'eee19b7ec3c1b174',
      parentSpanId: null,
      name: 'invoke_agent support',
      kind: 'internal',
      startUnixNano: second + 624_180_001n,
      endUnixNano: null,
      status: { code: 'unset', message: '' },
      attributes: new Map([['gen_ai.operation.name', 'invoke_agent']]),
      resource,
      scope: agents,
      flags: 1,
      source: source('otel-js', 1, []),
    },
  ])
  expect(spans[1]?.resource).toBe(spans[0]?.resource)
  expect(spans[1]?.scope).toBe(spans[0]?.scope)
})

test('the SDK 2.x and 3.x: the parent is a context that may be remote, attributes may be nested', async () => {
  expect(await readFixture('otel-js/sdk-3.json')).toEqual([
    {
      ...leftOut,
      traceId,
      spanId: '00000000000000ff',
      parentSpanId: 'eee19b7ec3c1b174',
      name: 'chat gpt-5',
      kind: 'client',
      startUnixNano: second + 624_000_000n,
      endUnixNano: second + 900_000_001n,
      status: { code: 'ok', message: '' },
      attributes: new Map<string, unknown>([
        ['gen_ai.operation.name', 'chat'],
        ['nested', { list: [1, 'two', null] }],
      ]),
      resource: {
        attributes: new Map([['service.name', 'support']]),
        schemaUrl: 'https://opentelemetry.io/schemas/1.37.0',
      },
      scope: {
        name: 'agents',
        version: '1.2.3',
        attributes: new Map(),
        schemaUrl: 'https://opentelemetry.io/schemas/1.36.0',
      },
      traceState: 'vendor=1',
      flags: 0x301,
      source: source('otel-js', 1, []),
    },
  ])
})

describe('vercel-v6-all-spans.json, a dump without kind, parent, resource and scope', () => {
  const file = 'recordings/openinference/vercel-v6-all-spans.json'
  interface RawSpan {
    name: string
    spanContext: { traceId: string; spanId: string }
    startTime: [number, number]
    endTime: [number, number]
    attributes: Record<string, unknown>
    events: unknown[]
  }
  const raw = JSON.parse(readFileSync(`fixtures/${file}`, 'utf8')) as RawSpan[]

  test('is read as the raw JSON has it', async () => {
    const spans = await readFixture(file)
    expect(raw).toHaveLength(10)
    expect(
      spans.map((span) => [
        span.name,
        span.traceId,
        span.spanId,
        String(span.startUnixNano),
        String(span.endUnixNano),
        Object.fromEntries(span.attributes),
        span.events.length,
      ]),
    ).toEqual(
      raw.map((span) => [
        span.name,
        span.spanContext.traceId,
        span.spanContext.spanId,
        `${span.startTime[0]}${String(span.startTime[1]).padStart(9, '0')}`,
        `${span.endTime[0]}${String(span.endTime[1]).padStart(9, '0')}`,
        span.attributes,
        span.events.length,
      ]),
    )
  })

  test('leaves open what it lacks: a span of unknown kind and parent is neither internal nor a root', async () => {
    const spans = await readFixture(file)
    const lacks = ['kind', 'links', 'resource', 'scope', 'dropped-counts', 'parent'] as const
    for (const span of spans) {
      expect([span.kind, span.parentSpanId]).toEqual(['unspecified', null])
      expect(span.source).toEqual(source('otel-js', 1, lacks))
    }
  })
})

const whole = {
  name: 'chat',
  kind: 0,
  spanContext: { traceId, spanId: '00000000000000ff' },
  startTime: [1, 2],
  duration: [0, 3],
  status: { code: 0 },
  attributes: {},
}

test('an end that is left out is the start plus the duration', async () => {
  const { spans } = await readAll(JSON.stringify(whole))
  expect(spans.map((span) => [span.startUnixNano, span.endUnixNano])).toEqual([[1_000_000_002n, 1_000_000_005n]])
  expect([...(spans[0]?.source.lacks ?? [])]).toEqual(['events', 'links', 'resource', 'scope', 'dropped-counts'])
})

test('the ids may stand in the span itself', async () => {
  const { spans } = await readAll(
    JSON.stringify({ ...whole, spanContext: undefined, traceId, spanId: 'EEE19B7EC3C1B174' }),
  )
  expect(spans.map((span) => [span.traceId, span.spanId])).toEqual([[traceId, 'eee19b7ec3c1b174']])
})

test('the ids may stand in the member that the SDK keeps them in', async () => {
  const own = { ['_spanContext']: whole.spanContext }
  const { spans, format } = await readAll(JSON.stringify({ ...whole, ...own, spanContext: undefined }))
  expect([format, spans.map((span) => [span.traceId, span.spanId])]).toEqual([
    'otel-js',
    [[traceId, '00000000000000ff']],
  ])
})

describe('what cannot be read is named, and the next span is read', () => {
  const noPair = 'which is no pair of seconds and nanoseconds'
  const wrongId = 'which is neither 16 hex digits nor 8 bytes in base64'
  test.each<[string, object, string]>([
    ['no trace id', { spanContext: { spanId: '00000000000000ff' } }, 'has no trace id, or one that is all zero'],
    ['a zero id', { spanContext: { traceId, spanId: '0'.repeat(16) } }, 'has no span id, or one that is all zero'],
    ['a short id', { spanContext: { traceId, spanId: 'ff' } }, `has span id \`ff\`, ${wrongId}`],
    ['a wrong parent', { parentSpanId: 7 }, `has parent span id \`7\`, ${wrongId}`],
    ['a start in milliseconds', { startTime: 1_760_738_064_624 }, `has start time \`1760738064624\`, ${noPair}`],
    ['a start beyond 64 bits', { startTime: [2 ** 53 - 1, 0] }, `has start time a list, ${noPair}`],
    ['no start', { startTime: null }, 'has no start time'],
    ['an end that is none', { endTime: 'now' }, `has end time \`now\`, ${noPair}`],
    ['an unknown status', { status: { code: 7 } }, 'has status code `7`, which OpenTelemetry does not know'],
    ['events that are none', { events: 7 }, 'has `7` as `events` in place of a list'],
    ['an event that is none', { events: [null] }, 'has `null` among its `events` in place of an object'],
    ['a link that is none', { links: ['x'] }, 'has `x` among its `links` in place of an object'],
  ])('%s', async (_, part, message) => {
    const { spans, problems } = await readAll(
      `${JSON.stringify({ ...whole, ...part })}\n${JSON.stringify(whole)}\n`,
      'otel-js',
    )
    expect(problems).toEqual([{ line: 1, message: `span 1 here, \`chat\`, ${message}` }])
    expect(spans).toHaveLength(1)
  })

  test('a name that is empty', async () => {
    const { spans, problems } = await readAll(JSON.stringify({ ...whole, name: '' }))
    expect([spans, problems]).toEqual([[], [{ line: 1, message: 'span 1 here has no name' }]])
  })

  test('a kind the SDK does not know is noted, and left open', async () => {
    const { spans, notes } = await readAll(
      JSON.stringify([
        { ...whole, kind: 9 },
        { ...whole, kind: 9 },
      ]),
    )
    expect(spans.map((span) => span.kind)).toEqual(['unspecified', 'unspecified'])
    expect(notes).toEqual(['a span has kind `9`, which the SDK does not know; it is left open'])
  })

  test('attributes nested too deep, a link without ids, an event without time count as dropped or unknown', async () => {
    const deep: unknown = JSON.parse('['.repeat(70) + ']'.repeat(70))
    const links = [{ context: { traceId } }]
    const events = [{ name: 'e', time: 'x', attributes: [] }]
    const { spans, problems } = await readAll(JSON.stringify({ ...whole, attributes: { deep, a: 1 }, links, events }))
    const owner = 'span `00000000000000ff`'
    expect(problems).toEqual([
      { line: 1, message: `an attribute of ${owner} cannot be read: nested deeper than 64 levels; flatten it` },
      { line: 1, message: `a link of ${owner} has no trace id and span id that can be read` },
      { line: 1, message: `an event of ${owner} has time \`x\`, which is no pair` },
      { line: 1, message: `the attributes of an event of ${owner} are a list in place of an object` },
    ])
    const [span] = spans
    expect([span?.droppedAttributes, span?.droppedLinks, span?.links]).toEqual([1, 1, []])
    expect(span?.attributes).toEqual(new Map([['a', 1]]))
    expect(span?.events).toEqual([
      { name: 'e', timeUnixNano: null, attributes: new Map(), source: 'span', body: null, droppedAttributes: 1 },
    ])
  })
})
