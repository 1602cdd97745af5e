import type { Attributes, Recordings, SpanSketch } from '../sketch.ts'
import { agentRun, clientRequest, modelCall, toolCall } from '../steps.ts'

const service = 'returns-desk'
const below = { service, parent: 'answer' }
const tryMs = 100

/** How an agent deals with what canned tools never asked of it. */
interface Agent {
  readonly tool: string
  /** Argument `since` as the agent writes it; undefined where arguments are not recorded. */
  readonly since: unknown
  /** From the answer 429, which asks for 2 s, to the next try. */
  readonly pauseMs: number
}

function run({ tool, since, pauseMs }: Agent): readonly SpanSketch[] {
  const attributes: Attributes = {
    'gen_ai.tool.call.id': 'call_find',
    'gen_ai.tool.call.arguments': since === undefined ? undefined : JSON.stringify({ customer: 'C-7', since }),
  }
  const secondAt = 1000 + tryMs + pauseMs
  const endAt = secondAt + tryMs
  return [
    agentRun('returns-desk', { service, label: 'answer', at: 0, lasts: endAt + 2500 }),
    modelCall([2100, 60], { ...below, label: 'think', at: 50, lasts: 900 }),
    toolCall(tool, { ...below, label: 'find', at: 1000, lasts: tryMs, error: '429', attributes }),
    request('find', 1005, 429),
    toolCall(tool, { ...below, label: 'find again', at: secondAt, lasts: tryMs, attributes }),
    request('find again', secondAt + 5, 200),
    modelCall([2400, 50], { ...below, label: 'decide', at: endAt + 50, lasts: 900 }),
    toolCall('issue_refund', {
      ...below,
      label: 'refund',
      at: endAt + 1000,
      lasts: 150,
      attributes: { 'gen_ai.tool.call.arguments': since === undefined ? undefined : '{"order_id":"O-31"}' },
    }),
    modelCall([2500, 120], { ...below, label: 'reply', at: endAt + 1200, lasts: 1200 }),
  ]
}

function request(parent: string, at: number, status: number): SpanSketch {
  const attributes: Attributes = {
    'http.response.status_code': status,
    'http.response.header.retry-after': status === 429 ? ['2'] : undefined,
  }
  const error = status === 429 ? { error: '429' } : {}
  return clientRequest('GET', 'orders.internal', {
    service,
    parent,
    label: `${parent} over http`,
    at,
    lasts: tryMs - 10,
    attributes,
    ...error,
  })
}

/** 2026-03-14, midnight in UTC. */
const since = Date.UTC(2026, 2, 14) / 1000

const agent: Agent = { tool: 'find_orders', since, pauseMs: 2100 }

export const recordings: Recordings = {
  good: run(agent),
  bad: run({ ...agent, tool: 'search_products' }),
  'bad-args': run({ ...agent, since: '2026-03-14' }),
  'bad-at-once': run({ ...agent, pauseMs: 10 }),
  blind: run({ ...agent, since: undefined }),
}
