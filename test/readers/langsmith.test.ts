import { describe, expect, test } from 'vitest'
import { readAll } from '../support/otlp/read-all.ts'
import { readFixture } from '../support/dumps/read-fixture.ts'
import { leftOut, source } from '../support/dumps/without.ts'

const second = 1_767_607_200_000_000_000n
const rootRun = '1b64098b-4ab7-43f6-afee-992304f198d8'
const traceId = '1b64098b4ab743f6afee992304f198d8'
// First bytes of `sha256sum` of the ids as written.
const rootId = '75a4d6d8da45f718'
const lacks = ['kind', 'links', 'resource', 'scope', 'dropped-counts'] as const

test('runs as lines: fields become attributes, zeros and offloaded inputs none', async () => {
  expect(await readFixture('langsmith/runs.jsonl')).toEqual([
    {
      ...leftOut,
      traceId,
      spanId: rootId,
      parentSpanId: null,
      name: 'LangGraph',
      startUnixNano: second,
      endUnixNano: second + 3_000_000_000n,
      status: { code: 'ok', message: '' },
      attributes: new Map<string, unknown>([
        ['langsmith.span.kind', 'chain'],
        ['langsmith.span.id', rootRun],
        ['langsmith.trace.id', rootRun],
        ['langsmith.span.dotted_order', `20260105T100000000000Z${rootRun}`],
        ['langsmith.trace.session_id', 'c8d9f4c5-6c5a-4b2d-9b1c-3d9d7a7c5c7c'],
        ['langsmith.span.tags', 'refund, nightly'],
        ['langsmith.metadata.thread_id', 't-9'],
        ['langsmith.metadata.ls_provider', 'openai'],
        ['langsmith.run.outputs', { answer: 'done' }],
        ['langsmith.run.status', 'success'],
        ['langsmith.run.prompt_tokens', 12],
        ['langsmith.run.completion_tokens', 5],
        ['langsmith.run.total_tokens', 17],
      ]),
      source: source('langsmith', 1000, [...lacks, 'content']),
    },
    {
      ...leftOut,
      traceId,
      spanId: '927b89acda063e49',
      parentSpanId: rootId,
      name: 'ChatOpenAI',
      startUnixNano: second + 100_000_000n,
      endUnixNano: second + 1_000_000_000n,
      status: { code: 'error', message: "RateLimitError('slow down')" },
      attributes: new Map<string, unknown>([
        ['langsmith.span.kind', 'llm'],
        ['langsmith.span.id', '809ed3a2-0172-4f4d-8a02-a64e9b7a0f8a'],
        ['langsmith.span.parent_id', rootRun],
        ['langsmith.trace.id', rootRun],
        [
          'langsmith.span.dotted_order',
          `20260105T100000000000Z${rootRun}.20260105T100000100000Z809ed3a2-0172-4f4d-8a02-a64e9b7a0f8a`,
        ],
        [
          'langsmith.run.inputs',
          {
            messages: [
              [
                {
                  lc: 1,
                  type: 'constructor',
                  id: ['langchain', 'schema', 'messages', 'HumanMessage'],
                  kwargs: { content: 'refund order 4711' },
                },
              ],
            ],
          },
        ],
        ['langsmith.run.error', "RateLimitError('slow down')"],
        ['langsmith.run.status', 'error'],
        ['langsmith.run.first_token_time', '2026-01-05T10:00:00.400000'],
      ]),
      events: [
        {
          name: 'start',
          timeUnixNano: second + 100_000_000n,
          attributes: new Map(),
          source: 'span',
          body: null,
          droppedAttributes: 0,
        },
        {
          name: 'new_token',
          timeUnixNano: second + 400_000_000n,
          attributes: new Map([['kwargs', { token: 'I' }]]),
          source: 'span',
          body: null,
          droppedAttributes: 0,
        },
      ],
      source: source('langsmith', 1000, lacks),
    },
    {
      ...leftOut,
      traceId,
      spanId: '6bfb9f4128afdc1c',
      parentSpanId: rootId,
      name: 'lookup_order',
      startUnixNano: second + 2_000_000_000n,
      endUnixNano: null,
      status: { code: 'unset', message: '' },
      attributes: new Map<string, unknown>([
        ['langsmith.span.kind', 'tool'],
        ['langsmith.span.id', 'c8d9f4c5-6c5a-4b2d-9b1c-3d9d7a7c5c7d'],
        ['langsmith.span.parent_id', rootRun],
        ['langsmith.trace.id', rootRun],
        ['langsmith.run.inputs', { input: '{"id":4711}' }],
        ['langsmith.run.status', 'pending'],
      ]),
      source: source('langsmith', 1000, [...lacks, 'events']),
    },
  ])
})

test('a tree: children take trace and parent from where they are nested, times may be milliseconds', async () => {
  const spans = await readFixture('langsmith/tree.json')
  expect(spans.map((span) => [span.name, span.traceId, span.spanId, span.parentSpanId, span.startUnixNano])).toEqual([
    ['LangGraph', traceId, rootId, null, second],
    ['agent', traceId, '927b89acda063e49', rootId, second + 100_000_000n],
    ['ChatOpenAI', traceId, '6bfb9f4128afdc1c', '927b89acda063e49', second + 200_000_000n],
  ])
  const nothingSaid = source('langsmith', 1_000_000, [...lacks, 'status', 'events'])
  expect(spans.map((span) => span.source)).toEqual([nothingSaid, nothingSaid, nothingSaid])
})

const whole = { id: rootRun, run_type: 'llm', name: 'ChatOpenAI', start_time: '2026-01-05T10:00:00.000000' }

test('without a trace id the dotted order tells the trace', async () => {
  const id = '809ed3a2-0172-4f4d-8a02-a64e9b7a0f8a'
  const dotted = `20260105T100000000000Z${rootRun}.20260105T100000100000Z${id}`
  const { spans } = await readAll(JSON.stringify({ runs: [{ ...whole, id, dotted_order: dotted }] }))
  expect(spans.map((span) => span.traceId)).toEqual([traceId])
})

test('runs nested 50 000 deep are read one below the other', async () => {
  const count = 50_000
  const open = Array.from(
    { length: count },
    (_, index) =>
      `${JSON.stringify({ ...whole, id: index.toString(16).padStart(16, 'f') }).slice(0, -1)},"child_runs":[`,
  )
  const { spans, problems } = await readAll(`${open.join('')}${']}'.repeat(count)}\n`, 'langsmith')
  expect(problems).toEqual([])
  expect(spans.slice(1).every((span, index) => span.parentSpanId === spans[index]?.spanId)).toBe(true)
  expect(spans).toHaveLength(count)
})

describe('what cannot be read is named, and the next run is read', () => {
  test.each<[string, object, string]>([
    ['no id', { id: '' }, 'has no id'],
    ['a wrong trace id', { trace_id: 7 }, 'has trace id `7`, which is no text'],
    ['a wrong parent', { parent_run_id: [] }, 'has parent run id a list, which is no text'],
    ['a wrong start', { start_time: 1.5 }, 'has start time `1.5`, which is no ISO time'],
    ['no start', { start_time: null }, 'has no start time'],
    ['events that are none', { events: 'x' }, 'has `x` as `events` in place of a list'],
  ])('%s', async (_, part, message) => {
    const content = `${JSON.stringify({ ...whole, ...part })}\n${JSON.stringify(whole)}\n`
    const { spans, problems } = await readAll(content, 'langsmith')
    expect(problems).toEqual([{ line: 1, message: `span 1 here, \`ChatOpenAI\`, ${message}` }])
    expect(spans).toHaveLength(1)
  })

  test('tags, tokens and costs that are objects with hostile members do no harm', async () => {
    const hostile = { toString: 1, valueOf: 1, toJSON: 1 }
    const run = { ...whole, tags: [hostile, 'a'], prompt_tokens: hostile, total_cost: '0.5', error: hostile }
    const { spans, problems } = await readAll(JSON.stringify([run]))
    expect(problems).toEqual([])
    expect(spans[0]?.status).toEqual({ code: 'error', message: '' })
    expect(spans[0]?.attributes.get('langsmith.span.tags')).toBe('a')
    expect(spans[0]?.attributes.get('langsmith.run.prompt_tokens')).toEqual(hostile)
    expect(spans[0]?.attributes.get('langsmith.run.total_cost')).toBe('0.5')
  })
})
