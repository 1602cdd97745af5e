import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Value } from '../../src/model/value.ts'
import { readAll } from '../support/otlp/read-all.ts'
import { countsOf, readFixture } from '../support/dumps/read-fixture.ts'
import { leftOut, source } from '../support/dumps/without.ts'

interface RawObservation {
  id: string
  traceId: string
  parentObservationId: string | null
  name: string
  startTime: string
  endTime: string
  level: string
  metadata: string | RawMetadata
  usageDetails: Record<string, number>
  input: unknown
  output: unknown
}

interface RawMetadata {
  attributes?: Record<string, unknown>
  resourceAttributes?: Record<string, unknown>
  scope?: { name: string; version: string }
}

function observationsOf(file: string): RawObservation[] {
  return (JSON.parse(readFileSync(`fixtures/${file}`, 'utf8')) as { observations: RawObservation[] }).observations
}

function metadataOf({ metadata }: RawObservation): RawMetadata {
  return typeof metadata === 'string' ? (JSON.parse(metadata) as RawMetadata) : metadata
}

const exports = [
  ['crewai-2025-07-11.trace', { spans: 6, roots: 1, orphans: 0 }],
  ['csharp-agent-with-gemini-2026-03-09.trace', { spans: 8, roots: 0, orphans: 1 }],
  ['google-adk-2025-08-28.trace', { spans: 5, roots: 1, orphans: 0 }],
  ['langgraph-python-2025-08-22.trace', { spans: 9, roots: 1, orphans: 0 }],
  ['microsoft-agent-2025-10-14', { spans: 4, roots: 1, orphans: 0 }],
  ['microsoft-agent-2025-12-17.trace', { spans: 4, roots: 1, orphans: 0 }],
  ['openai-agents-2025-09-30.trace', { spans: 5, roots: 1, orphans: 0 }],
  ['pydantic-ai-tools-2025-12-04.trace', { spans: 12, roots: 1, orphans: 0 }],
  ['vercel-aisdk-2025-11-17.trace', { spans: 3, roots: 1, orphans: 0 }],
] as const

describe('recorded exports', () => {
  test.each(exports)('%s has its counts', async (name, counts) => {
    expect(countsOf(await readFixture(`recordings/langfuse/${name}.json`))).toEqual(counts)
  })

  test.each(exports)('%s: every observation is read as the raw JSON has it', async (name) => {
    const file = `recordings/langfuse/${name}.json`
    const raw = observationsOf(file)
    const spans = await readFixture(file)
    expect(
      spans.map((span) => [
        span.traceId,
        span.spanId,
        span.parentSpanId,
        span.name,
        span.startUnixNano,
        span.endUnixNano,
        span.attributes.get('langfuse.observation.input') ?? null,
        span.attributes.get('langfuse.observation.output') ?? null,
        Object.fromEntries(span.resource.attributes),
        [span.scope.name, span.scope.version],
      ]),
    ).toEqual(
      raw.map((one) => [
        one.traceId,
        one.id,
        one.parentObservationId,
        one.name,
        BigInt(Date.parse(one.startTime)) * 1_000_000n,
        BigInt(Date.parse(one.endTime)) * 1_000_000n,
        one.input,
        one.output,
        metadataOf(one).resourceAttributes ?? {},
        [metadataOf(one).scope?.name ?? '', metadataOf(one).scope?.version ?? ''],
      ]),
    )
  })

  test.each(exports)('%s: original attributes are kept as they are, and are text', async (name) => {
    const file = `recordings/langfuse/${name}.json`
    const spans = await readFixture(file)
    for (const [index, raw] of observationsOf(file).entries()) {
      const { attributes } = metadataOf(raw)
      const span = spans[index]
      expect(span?.source.isStringly).toBe(attributes !== undefined)
      expect(span?.source.lacks.has('content')).toBe(attributes !== undefined && (raw.input ?? raw.output) !== null)
      const saysType = attributes === undefined || 'langfuse.observation.type' in attributes
      expect(span?.attributes.has('langfuse.observation.type')).toBe(saysType)
      for (const [key, value] of Object.entries(attributes ?? {})) expect(span?.attributes.get(key)).toEqual(value)
    }
  })

  test('a tool span of the AI SDK that Langfuse renamed keeps its operation id', async () => {
    const spans = await readFixture('recordings/langfuse/vercel-aisdk-2025-11-17.trace.json')
    expect(spans.map((span) => [span.name, span.attributes.get('ai.operationId')])).toEqual([
      ['ai.generateText', 'ai.generateText'],
      ['ai.generateText.doGenerate', 'ai.generateText.doGenerate'],
      ['getWeather', 'ai.toolCall'],
    ])
  })

  test('usage is marked estimated exactly where no attribute reports it', async () => {
    const usage = async (name: string) =>
      (await readFixture(`recordings/langfuse/${name}.json`)).map(({ name: span, attributes }) => [
        span.split(' ')[0],
        attributes.get('langfuse.observation.usage_details') ?? null,
        attributes.get('spanpact.usage.estimated') ?? null,
      ])
    expect(await usage('microsoft-agent-2025-10-14')).toEqual([
      ['invoke_agent', null, null],
      ['chat', null, null],
      ['chat', '{"input":25,"output":70,"total":95}', true],
      ['execute_tool', null, null],
    ])
    expect(await usage('microsoft-agent-2025-12-17.trace')).toEqual([
      ['invoke_agent', '{"input":44,"output":180,"total":224}', true],
      ['chat', null, null],
      ['chat', null, null],
      ['get_weather', null, null],
    ])
    // The platform's own 14/43 for the first span is not told: its attributes say 62/85.
    expect(await usage('vercel-aisdk-2025-11-17.trace')).toEqual([
      ['ai.generateText', null, null],
      ['ai.generateText.doGenerate', null, null],
      ['getWeather', null, null],
    ])
  })
})

test('a trace of the API that Langfuse SDKs sent: fields become attributes of its own vocabulary', async () => {
  const common: [string, Value][] = [
    ['langfuse.trace.name', 'refund'],
    ['langfuse.session.id', 'thread-9'],
    ['langfuse.user.id', 'u-1'],
    ['langfuse.trace.tags', ['refund', 'nightly']],
    ['langfuse.release', '2.1.0'],
    ['spanpact.source.trace_id', 'order-4711'],
  ]
  const lacks = ['kind', 'events', 'links', 'dropped-counts'] as const
  const second = 1_767_607_200_000_000_000n
  // First bytes of `sha256sum` of the ids as written.
  const traceId = '173d0ddbff034193face7ce60d3f58b4'
  const rootId = 'cb002fa87ce57142'
  expect(await readFixture('langfuse/api-trace.json')).toEqual([
    {
      ...leftOut,
      traceId,
      spanId: rootId,
      parentSpanId: null,
      name: 'refund',
      startUnixNano: second,
      endUnixNano: second + 2_000_000_000n,
      status: { code: 'unset', message: '' },
      attributes: new Map<string, unknown>([
        ['langfuse.observation.type', 'span'],
        ['langfuse.observation.level', 'DEFAULT'],
        ['langfuse.observation.metadata.attempt', 1],
        ['langfuse.observation.input', { order: 4711 }],
        ['langfuse.observation.output', 'done'],
        ...common,
        ['spanpact.source.span_id', '9f1c1b3e-6b0e-4a55-8f0e-5f7d6c1f0a11'],
      ]),
      source: source('langfuse', 1_000_000, [...lacks, 'status', 'resource', 'scope']),
    },
    {
      ...leftOut,
      traceId,
      spanId: '7e012776d3bb1764',
      parentSpanId: rootId,
      name: 'draft',
      startUnixNano: second + 100_000_000n,
      endUnixNano: null,
      status: { code: 'error', message: 'rate limited' },
      attributes: new Map<string, unknown>([
        ['langfuse.observation.type', 'generation'],
        ['langfuse.observation.level', 'ERROR'],
        ['langfuse.observation.status_message', 'rate limited'],
        ['langfuse.observation.model.name', 'gpt-5'],
        ['langfuse.observation.model.parameters', { temperature: 0 }],
        ['langfuse.observation.prompt.name', 'refund-prompt'],
        ['langfuse.observation.prompt.version', 3],
        ['langfuse.observation.completion_start_time', '2026-01-05T10:00:00.400Z'],
        ['langfuse.observation.usage_details', '{"input":12,"total":12}'],
        ['spanpact.usage.estimated', true],
        ['langfuse.observation.cost_details', '{"total":0.25}'],
        ...common,
        ['spanpact.source.span_id', '1b7a2d0e-52b2-4a3e-9a55-4f5c8d7e6f22'],
      ]),
      source: source('langfuse', 1_000_000, [...lacks, 'resource', 'scope']),
    },
    {
      ...leftOut,
      traceId,
      spanId: 'ce36863f51b6baf9',
      parentSpanId: rootId,
      name: 'customer-notified',
      startUnixNano: second + 1_500_000_000n,
      endUnixNano: second + 1_500_000_000n,
      status: { code: 'unset', message: '' },
      attributes: new Map<string, unknown>([
        ['langfuse.observation.type', 'event'],
        ['langfuse.observation.level', 'DEFAULT'],
        ['langfuse.observation.metadata', 'plain words'],
        ...common,
        ['spanpact.source.span_id', 'event-1'],
      ]),
      source: source('langfuse', 1_000_000, [...lacks, 'status', 'resource', 'scope']),
    },
  ])
})

const whole = {
  id: '00000000000000ff',
  traceId: '5b8efff798038103d269b633813fc60c',
  type: 'SPAN',
  name: 'chat',
  startTime: '2026-01-05T10:00:00.000Z',
}

test('observations alone, as lines, in a list or in a page of the API, are recognised', async () => {
  const page = JSON.stringify({ data: [whole, whole], meta: { page: 1, totalItems: 2 } }, null, 2)
  for (const content of [`${JSON.stringify(whole)}\n${JSON.stringify(whole)}`, JSON.stringify([whole, whole]), page]) {
    const { spans, format, problems } = await readAll(content)
    expect([spans.length, format, problems]).toEqual([2, 'langfuse', []])
  }
})

test('a trace without observations is noted, and is no span', async () => {
  const { spans, format, notes } = await readAll('{"trace":{"id":"a","timestamp":"2026-01-05T10:00:00.000Z"}}\n')
  expect([spans, format]).toEqual([[], 'langfuse'])
  expect(notes).toEqual(['a trace is exported without its observations', 'the recording holds no spans'])
})

test('an original attribute wins over what the platform says under the same key', async () => {
  const attributes = {
    'langfuse.observation.type': 'agent',
    'langfuse.observation.input': 'asked',
    'langfuse.observation.usage_details': '{"input":1}',
    'langfuse.observation.cost_details': '{"total":2}',
  }
  const other = { input: 'other', usageDetails: { input: 9 }, costDetails: { total: 9 } }
  const { spans } = await readAll(JSON.stringify([{ ...whole, ...other, metadata: { attributes } }]))
  expect(spans[0]?.attributes).toEqual(new Map(Object.entries(attributes)))
})

describe('what cannot be read is named, and the next observation is read', () => {
  test.each<[string, object, string]>([
    ['no id', { id: '' }, 'has no id'],
    ['a wrong id', { id: 7 }, 'has id `7`, which is no text'],
    ['no trace id', { traceId: null }, 'has no trace id'],
    ['a wrong parent', { parentObservationId: {} }, 'has parent observation id an object, which is no text'],
    ['a start that is none', { startTime: '2026' }, 'has start time `2026`, which is no ISO time'],
    ['no start', { startTime: null }, 'has no start time'],
  ])('%s', async (_, part, message) => {
    const content = `${JSON.stringify({ ...whole, ...part })}\n${JSON.stringify(whole)}\n`
    const { spans, problems } = await readAll(content, 'langfuse')
    expect(problems).toEqual([{ line: 1, message: `span 1 here, \`chat\`, ${message}` }])
    expect(spans).toHaveLength(1)
  })

  test('metadata text that is no JSON stays text; a value nested too deep counts as dropped', async () => {
    const metadata = { deep: JSON.parse('['.repeat(70) + ']'.repeat(70)) as unknown }
    const content = `${JSON.stringify({ ...whole, metadata: '{"a":' })}\n${JSON.stringify({ ...whole, metadata })}\n`
    const { spans, problems } = await readAll(content)
    expect(spans.map((span) => [span.attributes.get('langfuse.observation.metadata'), span.droppedAttributes])).toEqual(
      [
        ['{"a":', 0],
        [undefined, 1],
      ],
    )
    expect(problems).toEqual([
      {
        line: 2,
        message:
          '`langfuse.observation.metadata.deep` of span `00000000000000ff` cannot be read: nested deeper than 64 levels; flatten it',
      },
    ])
  })
})
