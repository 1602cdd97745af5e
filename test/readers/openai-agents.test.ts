import { describe, expect, test } from 'vitest'
import { readAll } from '../support/otlp/read-all.ts'
import { readFixture } from '../support/dumps/read-fixture.ts'
import { leftOut, source } from '../support/dumps/without.ts'

const second = 1_767_607_200_000_000_000n
const traceId = '5b8efff798038103d269b633813fc60c'
// First bytes of `sha256sum` of the ids as written.
const agentId = 'f16b36b9e669f4d7'
const lacks = ['kind', 'events', 'links', 'resource', 'scope', 'dropped-counts'] as const

test('the SDK for Python: span data become attributes, the trace stands with each of its spans', async () => {
  const trace = [
    ['openai_agents.trace.workflow_name', 'Refund workflow'],
    ['openai_agents.trace.group_id', 'thread-9'],
    ['openai_agents.trace.metadata', { tier: 'gold' }],
    ['spanpact.source.trace_id', `trace_${traceId}`],
  ] as const
  const notFailed = source('openai-agents', 1000, ['status', ...lacks])
  const unset = { code: 'unset', message: '' }
  expect(await readFixture('openai-agents/python.jsonl')).toEqual([
    {
      ...leftOut,
      traceId,
      spanId: agentId,
      parentSpanId: null,
      name: 'support',
      startUnixNano: second,
      endUnixNano: second + 3_000_000_000n,
      status: unset,
      attributes: new Map<string, unknown>([
        ['openai_agents.span.type', 'agent'],
        ['openai_agents.span.name', 'support'],
        ...trace,
        ['spanpact.source.span_id', 'span_000000000000000000000001'],
        ['openai_agents.span_data.handoffs', ['billing']],
        ['openai_agents.span_data.tools', ['lookup_order']],
        ['openai_agents.span_data.output_type', 'str'],
      ]),
      source: notFailed,
    },
    {
      ...leftOut,
      traceId,
      spanId: '8ec371fe1f9e59cb',
      parentSpanId: agentId,
      name: 'generation',
      startUnixNano: second + 100_000_000n,
      endUnixNano: second + 1_000_001_000n,
      status: unset,
      attributes: new Map<string, unknown>([
        ['openai_agents.span.type', 'generation'],
        ...trace,
        ['spanpact.source.span_id', 'span_000000000000000000000002'],
        ['openai_agents.span_data.input', [{ role: 'user', content: 'refund order 4711' }]],
        [
          'openai_agents.span_data.output',
          [
            {
              role: 'assistant',
              tool_calls: [
                { id: 'call_1', type: 'function', function: { name: 'lookup_order', arguments: '{"id":4711}' } },
              ],
            },
          ],
        ],
        ['openai_agents.span_data.model', 'gpt-5'],
        ['openai_agents.span_data.model_config', { temperature: 0 }],
        ['openai_agents.span_data.usage', { input_tokens: 12, output_tokens: 5 }],
      ]),
      source: notFailed,
    },
    {
      ...leftOut,
      traceId,
      spanId: 'dae3c3e487302553',
      parentSpanId: agentId,
      name: 'lookup_order',
      startUnixNano: second + 1_100_000_000n,
      endUnixNano: second + 1_500_000_000n,
      status: { code: 'error', message: 'Error running tool' },
      attributes: new Map<string, unknown>([
        ['openai_agents.span.type', 'function'],
        ['openai_agents.span.name', 'lookup_order'],
        ['openai_agents.span.error.message', 'Error running tool'],
        ['openai_agents.span.error.data', { tool_name: 'lookup_order' }],
        ...trace,
        ['spanpact.source.span_id', 'span_000000000000000000000003'],
        ['openai_agents.span_data.input', '{"id":4711}'],
      ]),
      source: source('openai-agents', 1000, lacks),
    },
    {
      ...leftOut,
      traceId,
      spanId: '81cf98442a8abe59',
      parentSpanId: agentId,
      name: 'handoff',
      startUnixNano: second + 2_000_000_000n,
      endUnixNano: null,
      status: unset,
      attributes: new Map<string, unknown>([
        ['openai_agents.span.type', 'handoff'],
        ...trace,
        ['spanpact.source.span_id', 'span_000000000000000000000004'],
        ['openai_agents.span_data.from_agent', 'support'],
        ['openai_agents.span_data.to_agent', 'billing'],
      ]),
      source: notFailed,
    },
  ])
})

test('the SDK for JavaScript: times to the millisecond, a trace that is not in the file says nothing', async () => {
  expect(await readFixture('openai-agents/javascript.json')).toEqual([
    {
      ...leftOut,
      traceId: '0102030405060708090a0b0c0d0e0f10',
      spanId: '509554cc2f16cfb0',
      parentSpanId: null,
      name: 'turn',
      startUnixNano: second,
      endUnixNano: second + 1_000_000_000n,
      status: { code: 'unset', message: '' },
      attributes: new Map<string, unknown>([
        ['openai_agents.span.type', 'custom'],
        ['openai_agents.span.name', 'turn'],
        ['spanpact.source.trace_id', 'trace_0102030405060708090a0b0c0d0e0f10'],
        ['spanpact.source.span_id', 'span_000000000000000000000005'],
        [
          'openai_agents.span_data.data',
          { sdk_span_type: 'turn', turn: 1, usage: { input_tokens: 12, output_tokens: 5 } },
        ],
      ]),
      source: source('openai-agents', 1_000_000, ['status', ...lacks]),
    },
  ])
})

const whole = {
  object: 'trace.span',
  id: 'span_1',
  trace_id: `trace_${traceId}`,
  started_at: '2026-01-05T10:00:00.000Z',
  span_data: { type: 'agent', name: 'support' },
}

describe('what cannot be read is named, and the next span is read', () => {
  test.each<[string, object, string]>([
    ['another object', { object: 'response' }, 'has `response` as `object` in place of `trace` or `trace.span`'],
    ['no id', { id: null }, 'has no id'],
    ['a wrong trace id', { trace_id: 7 }, 'has trace id `7`, which is no text'],
    ['no span data', { span_data: null }, 'has `null` as `span_data` in place of an object'],
    ['no type', { span_data: {} }, 'has no `type` in its `span_data`'],
    ['no start', { started_at: null }, 'has no start time'],
    ['a wrong end', { ended_at: 7 }, 'has end time `7`, which is no ISO time'],
  ])('%s', async (_, part, message) => {
    const content = `${JSON.stringify({ ...whole, ...part })}\n${JSON.stringify(whole)}\n`
    const { spans, problems } = await readAll(content, 'openai-agents')
    expect(problems).toEqual([{ line: 1, message: `span 1 here ${message}` }])
    expect(spans).toHaveLength(1)
  })
})

test('of very many traces the latest are remembered', async () => {
  const traces = Array.from({ length: 10_001 }, (_, index) =>
    JSON.stringify({ object: 'trace', id: `trace_${index}`, workflow_name: `w${index}` }),
  )
  const spans = [0, 1, 10_000].map((index) => JSON.stringify({ ...whole, trace_id: `trace_${index}` }))
  const result = await readAll([...traces, ...spans].join('\n'))
  expect(result.spans.map((span) => span.attributes.get('openai_agents.trace.workflow_name') ?? null)).toEqual([
    null,
    'w1',
    'w10000',
  ])
})
