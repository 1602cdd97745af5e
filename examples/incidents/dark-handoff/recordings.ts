import { change, inOwnTrace, without, type Recordings, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall, retrieval, toolCall } from '../steps.ts'

const planner = 'planner'
const specialist = 'billing-specialist'
const run = { 'spanpact.run.id': 'run-4711' }

const good: readonly SpanSketch[] = [
  agentRun('planner', { service: planner, label: 'plan', at: 0, lasts: 7200, attributes: run }),
  modelCall([940, 120], { service: planner, parent: 'plan', label: 'decide', at: 15, lasts: 1400 }),
  toolCall('transfer_to_billing', { service: planner, parent: 'plan', label: 'handoff', at: 1430, lasts: 5650 }),
  agentRun('billing', {
    service: specialist,
    parent: 'handoff',
    label: 'specialist',
    at: 1490,
    lasts: 5500,
    attributes: { ...run, 'app.handoff.inputs': ['invoice-2210', 'customer-question'] },
  }),
  retrieval('invoices', { service: specialist, parent: 'specialist', label: 'read', at: 1510, lasts: 240 }),
  modelCall([2210, 310], { service: specialist, parent: 'specialist', label: 'answer', at: 1770, lasts: 5100 }),
]

const twoTraces = inOwnTrace(good, 'specialist', 'specialist', 'read', 'answer')

export const recordings: Recordings = {
  good,
  'good-linked': change(twoTraces, 'specialist', { links: [{ trace: 'main', label: 'handoff' }] }),
  bad: twoTraces,
  'bad-inputs': change(good, 'specialist', { attributes: { 'app.handoff.inputs': undefined } }),
  blind: without(good, 'handoff', 'specialist', 'read', 'answer'),
}
