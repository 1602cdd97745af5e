import { change, without, type Recordings, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall, toolCall } from '../steps.ts'

const service = 'revenue-reports'
const below = { service, parent: 'report' }

/** What each step of the plan does; the third is the one that went wrong. */
const tools = {
  'resolve-customer': 'customers.resolve',
  'check-period': 'calendar.period',
  'fetch-billing': 'invoices.fetch',
  'sum-revenue': 'revenue.sum',
  'write-report': 'reports.write',
}

/** A plan as the agent says it, 1 s after it began or later. */
function plan(version: number, at: number, billing: string): NonNullable<SpanSketch['events']>[number] {
  const steps = Object.entries({ ...tools, 'fetch-billing': billing }).map(([id, tool]) => ({ id, do: { tool } }))
  const why = version === 1 ? { reason: 'initial' } : { supersedes: version - 1, reason: 'error' }
  return {
    name: 'spanpact.plan.emitted',
    at,
    attributes: {
      'spanpact.plan.id': 'revenue-report',
      'spanpact.plan.version': version,
      'spanpact.plan.body': JSON.stringify({ schema: 1, id: 'revenue-report', version, ...why, steps }),
    },
  }
}

const report = agentRun('revenue-analyst', {
  service,
  label: 'report',
  at: 0,
  lasts: 12_000,
  attributes: { 'gen_ai.conversation.id': 'conv-31' },
})

const planning: SpanSketch = {
  ...below,
  label: 'plan',
  name: 'plan revenue-analyst',
  at: 900,
  lasts: 200,
  attributes: { 'gen_ai.operation.name': 'plan', 'gen_ai.agent.name': 'revenue-analyst' },
  events: [plan(1, 1000, 'invoices.fetch')],
}

const good: readonly SpanSketch[] = [
  report,
  modelCall([2100, 240], { ...below, label: 'think', at: 100, lasts: 780 }),
  planning,
  toolCall(tools['resolve-customer'], { ...below, label: 'resolve', at: 1500, lasts: 300 }),
  toolCall(tools['check-period'], { ...below, label: 'period', at: 2000, lasts: 200 }),
  toolCall(tools['fetch-billing'], { ...below, label: 'billing', at: 3000, lasts: 900 }),
  toolCall(tools['sum-revenue'], { ...below, label: 'sum', at: 6000, lasts: 400 }),
  toolCall(tools['write-report'], { ...below, label: 'write', at: 8000, lasts: 700 }),
]

/** The orders service answered instead of the invoices. */
const bad = [
  ...without(good, 'billing'),
  toolCall('orders.search', { ...below, label: 'orders', at: 3000, lasts: 900 }),
]

function replanned(spans: readonly SpanSketch[], billing: string): readonly SpanSketch[] {
  return [...spans, { ...planning, label: 'plan again', at: 4400, lasts: 200, events: [plan(2, 4500, billing)] }]
}

export const recordings: Recordings = {
  good,
  'good-replanned': [
    ...replanned(change(good, 'billing', { error: 'unavailable' }), 'invoices.archive'),
    toolCall('invoices.archive', { ...below, label: 'archive', at: 5000, lasts: 600 }),
  ],
  bad,
  'bad-join': [...bad, toolCall('tables.join', { ...below, label: 'join', at: 4000, lasts: 300 })],
  'bad-retroactive': replanned(bad, 'orders.search'),
  blind: change(good, 'plan', { events: [] }),
}
