import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

import type { Finding } from '../../src/model/finding.ts'
import { repository, spanpact } from '../support/run-cli.ts'

/**
 * The numbers that incidents were told with, counted in their recordings as raw JSON, beside what the findings say. Nothing
 * here reads a span the way the product does.
 */
const root = join(repository, 'examples/incidents')

interface RawSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string | null
  readonly name: string
  readonly kind: number
  /** Milliseconds. */
  readonly start: number
  readonly end: number
  readonly attributes: Readonly<Record<string, unknown>>
  readonly events: readonly RawEvent[]
}

interface RawEvent {
  readonly name: string
  readonly at: number
  readonly attributes: Readonly<Record<string, unknown>>
}

test('retry-amplification: 3 in one layer, 27 of 3 in three layers, 64 of 4 in three layers', () => {
  const onWire = (name: string): number =>
    spansOf('retry-amplification', name).filter((span) => span.attributes['server.address'] === 'api.openai.com').length
  expect([onWire('good'), onWire('bad'), onWire('bad-four'), onWire('blind')]).toEqual([3, 27, 64, 0])
  expect(dataOf('retry-amplification', 'bad', 'retry-bound')).toMatchObject([{ value: 27 }, { value: 9 }])
  expect(dataOf('retry-amplification', 'bad-four', 'retry-bound')).toMatchObject([{ value: 64 }, { value: 4 }])
})

test('silent-retry-cascade: 9 equal searches in 10 steps, 40,000 tokens of one system prompt', () => {
  const spans = spansOf('silent-retry-cascade', 'bad')
  const tools = spans.filter((span) => span.name.startsWith('execute_tool'))
  const searches = tools.filter((span) => span.name === 'execute_tool search')
  const models = spans.filter((span) => span.name.startsWith('chat'))
  expect([tools.length, searches.length, models.length]).toEqual([10, 9, 10])
  expect(new Set(searches.map(({ attributes }) => attributes['gen_ai.tool.call.arguments'])).size).toBe(1)
  expect(spans.filter(({ attributes }) => attributes['error.type'] !== undefined)).toEqual([])
  const inputs = models.map(({ attributes }) => Number(attributes['gen_ai.usage.input_tokens']))
  expect(Math.min(...inputs) * models.length).toBe(40_000)
  expect(dataOf('silent-retry-cascade', 'bad', 'no-loop')).toMatchObject([{ repeats: 9 }])
  expect(dataOf('silent-retry-cascade', 'bad', 'budget')).toMatchObject([
    { metric: 'toolCalls', value: 10 },
    { metric: 'attempts', value: 20 },
    { metric: 'inputTokens', value: inputs.reduce((sum, one) => sum + one, 0) },
  ])
})

test('feature-burn: one look at the hours, or three', () => {
  const looks = (name: string): number =>
    spansOf('feature-burn', name).filter((span) => span.attributes['gen_ai.tool.name'] === 'get_hours').length
  expect([looks('good'), looks('bad')]).toEqual([1, 3])
  expect(dataOf('feature-burn', 'bad', 'budget')).toMatchObject([{ metric: 'toolCalls', value: 3, limit: 1 }])
})

test('self-dos: 11 calls, of which 4 are agents of 3, and 47 workers', () => {
  const below = (name: string, parentName: string): readonly number[] => {
    const spans = spansOf('self-dos', name)
    return spans
      .filter((span) => span.name === parentName)
      .map((parent) => spans.filter((one) => one.parentSpanId === parent.spanId && !one.name.startsWith('chat')).length)
  }
  const openTools = (name: string): number => {
    const tools = spansOf('self-dos', name).filter((span) => span.name.startsWith('execute_tool'))
    return Math.max(...tools.map(({ start }) => tools.filter((one) => one.start <= start && start < one.end).length))
  }
  expect([below('bad', 'invoke_agent planner'), below('bad', 'invoke_agent analyst')]).toEqual([[11], [3, 3, 3, 3]])
  expect([below('good', 'invoke_agent planner'), below('good', 'invoke_agent analyst')]).toEqual([[11], [3, 3, 3, 3]])
  expect(below('bad-workers', 'invoke_agent planner')).toEqual([47])
  expect([openTools('good'), openTools('bad')]).toEqual([8, 19])
  expect(dataOf('self-dos', 'bad', 'fan-out-bound')).toMatchObject([{ children: 11 }])
  expect(dataOf('self-dos', 'bad', 'budget')).toMatchObject([{ metric: 'concurrency', value: 19 }])
  expect(dataOf('self-dos', 'bad-workers', 'fan-out-bound')).toMatchObject([{ children: 47 }])
  expect(dataOf('self-dos', 'bad-nested', 'budget')).toMatchObject([{ metric: 'depth', value: 4 }])
})

test('stuck-stream: 8.4 s both, 40 distinct sentences, or 20 and then three of them for 4 s', () => {
  const call = (name: string): RawSpan => spansOf('stuck-stream', name).find((span) => span.name === 'chat gpt-5')!
  const hashes = (name: string): readonly unknown[] =>
    call(name).events.flatMap(({ attributes }) => attributes['app.sentence.hash'] ?? [])
  for (const name of ['good', 'bad']) {
    expect(call(name).end - call(name).start).toBeCloseTo(8400, 3)
    expect(call(name).attributes['gen_ai.response.finish_reasons']).toEqual(['stop'])
    expect(hashes(name)).toHaveLength(40)
  }
  const bad = hashes('bad')
  expect([new Set(hashes('good')).size, new Set(bad).size, new Set(bad.slice(20)).size]).toEqual([40, 20, 3])
  const { events, end } = call('bad')
  expect(end - events.find(({ attributes }) => attributes['app.stream.index'] === 20)!.at).toBeCloseTo(4100, 3)
  expect(dataOf('stuck-stream', 'bad', 'stream-repetition')).toMatchObject([{ length: 3, times: 7 }])
})

test('cold-cache-turns: 71 % of all input is cached, before and after three turns went cold', () => {
  const calls = (name: string): readonly RawSpan[] =>
    spansOf('cold-cache-turns', name).filter((span) => span.name === 'chat gpt-5')
  const sum = (name: string, key: string): number =>
    calls(name).reduce((total, { attributes }) => total + Number(attributes[key]), 0)
  const rate = (name: string): number =>
    sum(name, 'gen_ai.usage.cache_read.input_tokens') / sum(name, 'gen_ai.usage.input_tokens')
  expect([rate('good'), rate('bad')].map((share) => share.toFixed(2))).toEqual(['0.71', '0.71'])
  const lastTurns = (name: string): readonly (readonly unknown[])[] =>
    calls(name)
      .filter(({ attributes }) => Number(attributes['app.turn.index']) >= 14)
      .map(({ attributes }) => [
        attributes['gen_ai.usage.cache_read.input_tokens'],
        attributes['gen_ai.response.time_to_first_chunk'],
      ])
  expect(lastTurns('good').every(([cached]) => Number(cached) >= 13_000)).toBe(true)
  expect(lastTurns('bad')).toEqual([
    [0, 11],
    [0, 8],
    [0, 9],
  ])
  expect(dataOf('cold-cache-turns', 'bad', 'cache-reuse')).toMatchObject([{ coldTurns: [14, 15, 16] }])
})

test('mocked-tools-eval: three assumptions, and one bad agent for each', () => {
  const calls = (name: string): readonly unknown[] => {
    const spans = spansOf('mocked-tools-eval', name).filter(
      (span) => span.attributes['gen_ai.tool.call.id'] === 'call_find',
    )
    const [first, second] = spans as [RawSpan, RawSpan]
    const { since } = JSON.parse(String(first.attributes['gen_ai.tool.call.arguments'])) as { readonly since: unknown }
    return [spans.length, first.attributes['gen_ai.tool.name'], since, Math.round(second.start - first.end)]
  }
  // `date --utc --date 2026-03-14 +%s`
  const seconds = 1_773_446_400
  expect([calls('good'), calls('bad'), calls('bad-args'), calls('bad-at-once')]).toEqual([
    [2, 'find_orders', seconds, 2100],
    [2, 'search_products', seconds, 2100],
    [2, 'find_orders', '2026-03-14', 2100],
    [2, 'find_orders', seconds, 10],
  ])
})

test('audit-trail: 3 steps ran; 3 are listed, or 2', () => {
  const listed = (name: string): unknown =>
    spansOf('audit-trail', name).find((span) => span.name === 'invoke_agent contract-review')!.attributes[
      'app.audit.steps'
    ]
  const ran = (name: string): readonly unknown[] =>
    spansOf('audit-trail', name).flatMap(({ attributes }) => attributes['app.step.id'] ?? [])
  expect([ran('good'), listed('good')]).toEqual([ran('bad'), ran('bad')])
  expect(ran('bad')).toEqual(['s1-read', 's2-fee', 's3-second-opinion'])
  expect(listed('bad')).toEqual(['s2-fee', 's3-second-opinion'])
})

test('paid-twice: 35 s of a tool, and 9,600 tokens billed for an answer of 4,800', () => {
  const billed = (name: string): number =>
    spansOf('paid-twice', name)
      .filter((span) => span.attributes['app.turn.id'] === 'turn-2')
      .reduce(
        (sum, { attributes }) =>
          sum + Number(attributes['gen_ai.usage.input_tokens']) + Number(attributes['gen_ai.usage.output_tokens']),
        0,
      )
  expect([billed('good'), billed('bad'), billed('bad-proxy')]).toEqual([4800, 9600, 4800])
  const tool = spansOf('paid-twice', 'good').find((span) => span.name === 'execute_tool search_flights')!
  expect(tool.end - tool.start).toBeCloseTo(35_000, 3)
  const traces = new Set(spansOf('paid-twice', 'bad').map(({ traceId }) => traceId))
  expect(traces.size).toBe(3)
})

test('ttft-blind: 31 s in all, text after 0.4 or 30 s, or a first chunk at 0.6 and text at 5', () => {
  const secondsOf = (name: string): readonly unknown[] => {
    const { start, end, attributes, events } = spansOf('ttft-blind', name).find((span) => span.name === 'chat gpt-5')!
    const visible = events.map(({ at }) => Math.round(at - start) / 1000)
    return [Math.round(end - start) / 1000, attributes['gen_ai.response.time_to_first_chunk'], ...visible]
  }
  expect([secondsOf('good'), secondsOf('bad'), secondsOf('bad-reasoning')]).toEqual([
    [31, 0.4, 0.4],
    [31, 30, 30],
    [31, 0.6, 5],
  ])
})

test('thinking-tokens: 2,000 or 30,000 reasoning tokens for 500 visible ones', () => {
  const calls = (name: string): readonly (readonly number[])[] =>
    spansOf('thinking-tokens', name).flatMap(({ name: span, attributes }) => {
      const reasoning = Number(attributes['gen_ai.usage.reasoning.output_tokens'])
      return span === 'chat gpt-5' ? [[reasoning, Number(attributes['gen_ai.usage.output_tokens']) - reasoning]] : []
    })
  const usual = [2000, 500]
  expect(calls('good')).toEqual([usual, usual, usual, usual])
  expect(calls('bad-much')).toEqual([usual, usual, usual, [30_000, 500]])
  expect(dataOf('thinking-tokens', 'bad-much', 'budget')).toMatchObject([
    { metric: 'reasoningRatio', value: 36_000 / 2000 },
    { metric: 'reasoningTokens', value: 36_000 },
  ])
})

test('opaque-step: retrievals of 0.3 s, of 1.9 s, and two side by side', () => {
  const lasts = (name: string): readonly number[] =>
    spansOf('opaque-step', name).flatMap((span) =>
      span.name.startsWith('retrieval ') ? [Math.round(span.end - span.start)] : [],
    )
  expect([lasts('good'), lasts('good-parallel'), lasts('bad-retrieval')]).toEqual([[300], [500, 600], [1900]])
  expect(dataOf('opaque-step', 'bad-retrieval', 'budget')).toMatchObject([
    { metric: 'phases.retrieval', value: 1_900_000_000 },
  ])
})

/** The spans of a recording, by start. */
function spansOf(incident: string, name: string): readonly RawSpan[] {
  const lines = readFileSync(join(root, incident, `${name}.jsonl`), 'utf8')
    .trim()
    .split('\n')
  return lines
    .flatMap((line) => (JSON.parse(line) as RawLine).resourceSpans)
    .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
    .map((span) => ({
      traceId: span.traceId,
      spanId: span.spanId,
      parentSpanId: span.parentSpanId ?? null,
      name: span.name,
      kind: span.kind,
      start: msOf(span.startTimeUnixNano),
      end: msOf(span.endTimeUnixNano),
      attributes: valuesOf(span.attributes),
      events: (span.events ?? []).map((event) => ({
        name: event.name,
        at: msOf(event.timeUnixNano),
        attributes: valuesOf(event.attributes),
      })),
    }))
    .toSorted((one, other) => one.start - other.start)
}

/** Data of the findings of one id, in the order of the report. */
function dataOf(incident: string, name: string, id: string): readonly Finding['data'][] {
  const { report } = spanpact(repository, ['check', `examples/incidents/${incident}/${name}.jsonl`, '--format', 'json'])
  return report().findings.flatMap((finding) => (finding.id === id ? [finding.data] : []))
}

interface RawLine {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly RawOtlpSpan[] }[] }[]
}

interface RawOtlpSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: number
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes?: readonly RawAttribute[]
  readonly events?: readonly {
    readonly name: string
    readonly timeUnixNano: string
    readonly attributes?: readonly RawAttribute[]
  }[]
}

interface RawAttribute {
  readonly key: string
  readonly value: { readonly intValue?: string; readonly arrayValue?: { readonly values: readonly object[] } }
}

function valuesOf(attributes: readonly RawAttribute[] = []): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => {
      if (value.intValue !== undefined) return [key, Number(value.intValue)]
      if (value.arrayValue !== undefined) return [key, value.arrayValue.values.map((one) => Object.values(one)[0])]
      return [key, Object.values(value)[0]]
    }),
  )
}

/** Of the day: small enough for a double to hold fractions of a millisecond. */
function msOf(unixNano: string): number {
  return Number(BigInt(unixNano) % 86_400_000_000_000n) / 1e6
}
