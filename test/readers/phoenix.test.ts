import { describe, expect, test } from 'vitest'
import { readAll } from '../support/otlp/read-all.ts'
import { readFixture } from '../support/dumps/read-fixture.ts'
import { leftOut, source } from '../support/dumps/without.ts'

const traceId = '5b8efff798038103d269b633813fc60c'
const second = 1_760_738_064_000_000_000n
const rest = source('phoenix', 1000, ['kind', 'links', 'resource', 'scope', 'dropped-counts'])

test('the REST API: the OpenInference kind is an attribute, not the kind, and UNKNOWN says nothing', async () => {
  const spans = await readFixture('phoenix/rest.json')
  expect(spans).toEqual([
    {
      ...leftOut,
      traceId,
      spanId: '00000000000000ff',
      parentSpanId: 'eee19b7ec3c1b174',
      name: 'ChatCompletion',
      startUnixNano: second + 624_180_000n,
      endUnixNano: second + 900_000_000n,
      status: { code: 'error', message: 'rate limited' },
      attributes: new Map<string, unknown>([
        ['llm.model_name', 'gpt-5'],
        ['llm.token_count.prompt', 12],
        ['llm.input_messages.0.message.role', 'user'],
        ['openinference.span.kind', 'LLM'],
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
      source: rest,
    },
    {
      ...leftOut,
      traceId,
      spanId: 'eee19b7ec3c1b174',
      parentSpanId: null,
      name: 'answer',
      startUnixNano: second + 600_000_000n,
      endUnixNano: second + 1_000_000_000n,
      status: { code: 'ok', message: '' },
      attributes: new Map([['openinference.span.kind', 'AGENT']]),
      source: rest,
    },
    {
      ...leftOut,
      traceId: '0102030405060708090a0b0c0d0e0f10',
      spanId: '0102030405060708',
      parentSpanId: null,
      name: 'GET /health',
      startUnixNano: second + 2_000_000_000n,
      endUnixNano: second + 2_100_000_000n,
      status: { code: 'unset', message: '' },
      attributes: new Map([['http.request.method', 'GET']]),
      source: rest,
    },
  ])
})

test('the variant in OTLP words: integers beyond 2^53 are exact, indexed keys stay', async () => {
  expect(await readFixture('phoenix/otlp.json')).toEqual([
    {
      ...leftOut,
      traceId,
      spanId: '00000000000000ff',
      parentSpanId: 'eee19b7ec3c1b174',
      name: 'ChatCompletion',
      startUnixNano: second + 624_180_000n,
      endUnixNano: second + 900_000_000n,
      status: { code: 'error', message: 'rate limited' },
      attributes: new Map<string, unknown>([
        ['openinference.span.kind', 'LLM'],
        ['llm.token_count.prompt', 12],
        ['llm.input_messages.0.message.role', 'user'],
        ['tags', ['refund']],
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
      source: source('phoenix', 1000, ['kind', 'links', 'resource', 'scope']),
    },
  ])
})

test('spans nested in child_spans come behind their parent, which they need not name', async () => {
  const spans = await readFixture('phoenix/nested.json')
  expect(spans.map((span) => [span.name, span.parentSpanId])).toEqual([
    ['answer', null],
    ['ChatCompletion', 'eee19b7ec3c1b174'],
    ['lookup_order', '00000000000000ff'],
  ])
})

const context = { trace_id: traceId, span_id: '00000000000000ff' }
const whole = { name: 'chat', context, span_kind: 'LLM', start_time: '2026-01-05T10:00:00Z', attributes: {} }

test('spans nested 50 000 deep are read one below the other', async () => {
  const ids = Array.from({ length: 50_000 }, (_, index) => (index + 1).toString(16).padStart(16, '0'))
  const open = ids.map((id) => {
    const text = JSON.stringify({ ...whole, context: { trace_id: traceId, span_id: id } })
    return `${text.slice(0, -1)},"child_spans":[`
  })
  const { spans, problems } = await readAll(`${open.join('')}${']}'.repeat(ids.length)}\n`, 'phoenix')
  expect(problems).toEqual([])
  expect(spans.map((span) => span.parentSpanId)).toEqual([null, ...ids.slice(0, -1)])
})

describe('what cannot be read is named, and the next span is read', () => {
  test.each<[string, object, string]>([
    ['no ids', { context: null }, 'has no trace id, or one that is all zero'],
    ['a wrong parent', { parent_id: 'x' }, 'has parent id `x`, which is neither 16 hex digits nor 8 bytes in base64'],
    ['a wrong start', { start_time: 7 }, 'has start time `7`, which is no ISO time'],
    ['a wrong status', { status_code: 'FINE' }, 'has status code `FINE`, which OpenTelemetry does not know'],
    ['children that are none', { child_spans: 7 }, 'has `7` as `child_spans` in place of a list'],
  ])('%s', async (_, part, message) => {
    const content = `${JSON.stringify({ ...whole, ...part })}\n${JSON.stringify(whole)}\n`
    const { spans, problems } = await readAll(content, 'phoenix')
    const place = 'child_spans' in part ? 2 : 1
    expect(problems).toEqual([{ line: 1, message: `span ${place} here, \`chat\`, ${message}` }])
    expect(spans).toHaveLength(place)
  })

  test('an attribute of the variant that OTLP does not know', async () => {
    const attributes = [{ key: 'a', value: { int_value: 'x' } }]
    const variant = { ...context, name: 'chat', start_time_unix_nano: '1', attributes }
    const { spans, problems } = await readAll(JSON.stringify({ data: [variant], next_cursor: null }))
    expect(spans.map((span) => [span.attributes.size, span.droppedAttributes])).toEqual([[0, 1]])
    expect(problems).toEqual([
      {
        line: 1,
        message:
          'attribute `a` of span `00000000000000ff` is no value that OTLP knows: int of text `x`; fix the exporter',
      },
    ])
  })
})
