import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fileSource } from '../../src/readers/index.ts'
import { readAll } from '../support/otlp/read-all.ts'
import { countsOf, readFixture } from '../support/dumps/read-fixture.ts'
import { leftOut, source } from '../support/dumps/without.ts'

const traceId = '5b8efff798038103d269b633813fc60c'
const second = 1_760_738_064_000_000_000n

test('what the console exporter prints: objects one after another, ids with 0x, times to the microsecond', async () => {
  const resource = { attributes: new Map([['service.name', 'support']]), schemaUrl: '' }
  const { spans, format } = await readAll(fileSource('fixtures/otel-python/console.txt'))
  expect(format).toBe('otel-python')
  expect(spans).toEqual([
    {
      ...leftOut,
      traceId,
      spanId: '00000000000000ff',
      parentSpanId: 'eee19b7ec3c1b174',
      name: 'chat gpt-5',
      kind: 'client',
      startUnixNano: second + 624_180_000n,
      endUnixNano: second + 900_000_000n,
      status: { code: 'error', message: 'RateLimitError: rate limited' },
      attributes: new Map<string, unknown>([
        ['gen_ai.operation.name', 'chat'],
        ['gen_ai.usage.input_tokens', 12],
      ]),
      events: [
        {
          name: 'exception',
          timeUnixNano: second + 700_000_000n,
          attributes: new Map([['exception.type', 'RateLimitError']]),
          source: 'span',
          body: null,
          droppedAttributes: 0,
        },
      ],
      resource,
      source: source('otel-python', 1000, ['dropped-counts', 'scope']),
      position: 1,
    },
    {
      ...leftOut,
      traceId,
      spanId: 'eee19b7ec3c1b174',
      parentSpanId: null,
      name: 'invoke_agent support',
      kind: 'internal',
      startUnixNano: second + 600_000_000n,
      endUnixNano: second + 1_000_000_000n,
      status: { code: 'unset', message: '' },
      attributes: new Map([['gen_ai.operation.name', 'invoke_agent']]),
      resource,
      source: source('otel-python', 1000, ['dropped-counts', 'scope']),
      position: 37,
    },
  ])
})

/** The digits behind a key, wherever in the text it stands: JSON.parse would round them. */
function numbersOf(text: string, key: string): string[] {
  return [...text.matchAll(new RegExp(`"${key}": (\\w+)`, 'g'))].map((match) => match[1] ?? '')
}

function hexOf(decimal: string, digits: number): string | null {
  return decimal === 'null' ? null : BigInt(decimal).toString(16).padStart(digits, '0')
}

describe('any-agent: ids as bare integers of up to 39 digits', () => {
  test.each([
    ['OPENAI', { spans: 6, roots: 1, orphans: 0 }],
    ['LANGCHAIN', { spans: 7, roots: 1, orphans: 0 }],
    ['SMOLAGENTS', { spans: 7, roots: 1, orphans: 0 }],
    // All parents of this file are ids that no span in it has.
    ['GOOGLE', { spans: 7, roots: 1, orphans: 6 }],
  ])('%s', async (name, counts) => {
    const file = `recordings/any-agent/${name}_trace.json`
    const text = readFileSync(`fixtures/${file}`, 'utf8')
    const spans = await readFixture(file)
    expect(countsOf(spans)).toEqual(counts)
    // Each span has its parent's ids before its own.
    const traceIds = numbersOf(text, 'trace_id')
    const spanIds = numbersOf(text, 'span_id')
    expect(spans.map((span) => [span.traceId, span.parentSpanId, span.spanId])).toEqual(
      spans.map((_, index) => [
        hexOf(traceIds[2 * index + 1] ?? '', 32),
        hexOf(spanIds[2 * index] ?? '', 16),
        hexOf(spanIds[2 * index + 1] ?? '', 16),
      ]),
    )
    expect(spans.map((span) => [String(span.startUnixNano), String(span.endUnixNano)])).toEqual(
      numbersOf(text, 'start_time').map((start, index) => [start, numbersOf(text, 'end_time')[index]]),
    )
    for (const span of spans) {
      expect([span.kind, span.flags]).toEqual(['internal', null])
      expect(span.source).toEqual(source('otel-python', 1, ['dropped-counts', 'scope']))
    }
  })
})

describe('strands-evals: flat records', () => {
  interface RawSpan {
    trace_id: string
    span_id: string
    parent_span_id: string | null
    name: string
    attributes: Record<string, unknown>
    status: { code: string }
    span_events: { event_name: string; attributes: object }[]
    scope: { name: string; version: string }
  }

  test.each([
    ['adk_live_spans', { spans: 7, roots: 1, orphans: 0 }],
    ['pydantic_ai_live_spans', { spans: 4, roots: 1, orphans: 0 }],
    ['smolagents_live_spans', { spans: 7, roots: 1, orphans: 0 }],
    ['otel_genai_convention_spans', { spans: 5, roots: 1, orphans: 0 }],
    ['openai_agents_genai_live_spans', { spans: 17, roots: 0, orphans: 1 }],
    ['claude_adot_spans', { spans: 8, roots: 0, orphans: 1 }],
  ])('%s', async (name, counts) => {
    const file = `recordings/strands-evals/${name}.json`
    const text = readFileSync(`fixtures/${file}`, 'utf8')
    const json = JSON.parse(text) as RawSpan[] | { spans: RawSpan[] }
    const raw = Array.isArray(json) ? json : json.spans
    const spans = await readFixture(file)
    expect(countsOf(spans)).toEqual(counts)
    expect(
      spans.map((span) => ({
        trace_id: span.traceId,
        span_id: span.spanId,
        parent_span_id: span.parentSpanId,
        name: span.name,
        attributes: Object.fromEntries(span.attributes),
        status: { code: span.status.code.toUpperCase() },
        scope: { name: span.scope.name, version: span.scope.version },
        events: span.events.map((event) => [event.name, Object.fromEntries(event.attributes)]),
      })),
    ).toEqual(
      raw.map((span) => ({
        trace_id: span.trace_id,
        span_id: span.span_id,
        parent_span_id: span.parent_span_id,
        name: span.name,
        attributes: span.attributes,
        status: { code: span.status.code },
        scope: { name: span.scope.name, version: span.scope.version },
        events: span.span_events.map((event) => [event.event_name, event.attributes]),
      })),
    )
    expect(spans.map((span) => String(span.startUnixNano))).toEqual(numbersOf(text, 'start_time'))
    const flat = source('otel-python', 1, ['dropped-counts', 'kind', 'links', 'resource'])
    for (const span of spans) expect([span.kind, span.source]).toEqual(['unspecified', flat])
  })
})

const ids = { trace_id: `0x${traceId}`, span_id: '0x00000000000000ff' }
const whole = { name: 'chat', context: ids, parent_id: null, start_time: '2026-01-05T10:00:00Z', attributes: {} }

describe('decimal ids', () => {
  async function idsOf(traceText: string, spanText: string, parentText = 'null') {
    const context = `"context":{"trace_id":${traceText},"span_id":${spanText}}`
    const text = `{"name":"chat",${context},"parent_id":${parentText},"start_time":"2026-01-05T10:00:00Z"}`
    const { spans, problems } = await readAll(text)
    return [
      ...spans.map((span) => [span.traceId, span.spanId, span.parentSpanId]),
      ...problems.map((one) => one.message),
    ]
  }
  const lost = 'which lost digits in a floating-point number; write ids as text'
  const trace = '121702245401190319682828931810593850892'

  test('are exact, bare or quoted, and may be small', async () => {
    expect(BigInt(`0x${traceId}`)).toBe(BigInt(trace))
    expect(await idsOf(trace, '255')).toEqual([[traceId, '00000000000000ff', null]])
    expect(await idsOf(`"${trace}"`, '"12324293800750531911"', '"255"')).toEqual([
      [traceId, 'ab08afea3548c547', '00000000000000ff'],
    ])
  })

  test('text of as many digits as the id has in hex is hex', async () => {
    expect(await idsOf(`"${'1'.repeat(32)}"`, `"${'2'.repeat(16)}"`)).toEqual([['1'.repeat(32), '2'.repeat(16), null]])
  })

  test('zero is none', async () => {
    expect(await idsOf(trace, '255', '0')).toEqual([[traceId, '00000000000000ff', null]])
    expect(await idsOf('0', '255')).toEqual(['span 1 here, `chat`, has no trace id, or one that is zero'])
  })

  test('what a double rounded is refused', async () => {
    expect(await idsOf('1.0e38', '255')).toEqual([`span 1 here, \`chat\`, has trace id \`1e+38\`, ${lost}`])
    // As a double prints all its digits, and as seventeen digits and zeros.
    const exactDouble = String(BigInt(Number(trace)))
    expect(await idsOf(exactDouble, '255')).toEqual([`span 1 here, \`chat\`, has trace id \`${exactDouble}\`, ${lost}`])
    const zeros = `${trace.slice(0, 17)}${'0'.repeat(22)}`
    expect(await idsOf(zeros, '255')).toEqual([`span 1 here, \`chat\`, has trace id \`${zeros}\`, ${lost}`])
    expect(await idsOf(`"${traceId}"`, '12324293800750532000')).toEqual([
      `span 1 here, \`chat\`, has span id \`12324293800750532000\`, ${lost}`,
    ])
  })

  test('a span id may end in zeros beside a trace id that kept its digits', async () => {
    expect(await idsOf(trace, '12324293800750532000')).toEqual([[traceId, 'ab08afea3548c5a0', null]])
  })

  test('beyond their size are refused', async () => {
    expect(await idsOf(trace, '18446744073709551616')).toEqual([
      'span 1 here, `chat`, has span id `18446744073709551616`, which is no integer of 64 bits',
    ])
  })
})

describe('what cannot be read is named, and the next span is read', () => {
  const wrongId = 'which is neither 32 hex digits nor 16 bytes in base64'
  const noTime = 'which is neither ISO text nor nanoseconds'
  test.each<[string, object, string]>([
    ['no ids', { context: {} }, 'has no trace id, or one that is zero'],
    ['a wrong id', { context: { ...ids, trace_id: '0xab' } }, `has trace id \`0xab\`, ${wrongId}`],
    ['no span id', { context: { trace_id: traceId } }, 'has no span id, or one that is zero'],
    ['a wrong start', { start_time: 'yesterday' }, `has start time \`yesterday\`, ${noTime}`],
    [
      'a start before 1970',
      { start_time: '0001-01-01T00:00:00Z' },
      `has start time \`0001-01-01T00:00:00Z\`, ${noTime}`,
    ],
    [
      'a start beyond 64 bits',
      { start_time: '9999-12-31T00:00:00Z' },
      `has start time \`9999-12-31T00:00:00Z\`, ${noTime}`,
    ],
    ['no start', { start_time: null }, 'has no start time'],
    ['a wrong end', { end_time: [1, 2] }, `has end time a list, ${noTime}`],
    ['a wrong status', { status: { status_code: 'FINE' } }, 'has status `FINE`, which OpenTelemetry does not know'],
    ['events that are none', { events: {} }, 'has an object as `events` in place of a list'],
  ])('%s', async (_, part, message) => {
    const content = `${JSON.stringify({ ...whole, ...part })}\n${JSON.stringify(whole)}\n`
    const { spans, problems } = await readAll(content, 'otel-python')
    expect(problems).toEqual([{ line: 1, message: `span 1 here, \`chat\`, ${message}` }])
    expect(spans).toHaveLength(1)
  })
})
