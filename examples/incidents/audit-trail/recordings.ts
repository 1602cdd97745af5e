import { change, without, type Recordings, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall, retrieval, toolCall } from '../steps.ts'

const service = 'contract-review'
const below = { service, parent: 'answer' }

const good: readonly SpanSketch[] = [
  agentRun('contract-review', {
    service,
    label: 'answer',
    at: 0,
    lasts: 6400,
    attributes: { 'app.audit.steps': ['s1-read', 's2-fee', 's3-second-opinion'] },
  }),
  retrieval('customer-contracts', {
    ...below,
    label: 'read',
    at: 40,
    lasts: 180,
    attributes: { 'app.step.id': 's1-read' },
  }),
  toolCall('calculate_fee', { ...below, label: 'fee', at: 1900, lasts: 60, attributes: { 'app.step.id': 's2-fee' } }),
  agentRun('fee-reviewer', {
    ...below,
    label: 'second opinion',
    at: 2100,
    lasts: 2300,
    attributes: { 'app.step.id': 's3-second-opinion' },
  }),
  modelCall([1410, 96], { service, parent: 'second opinion', label: 'review', at: 2110, lasts: 2260 }),
  modelCall([2380, 240], { ...below, label: 'write', at: 4460, lasts: 1900 }),
]

const twoListed = change(good, 'answer', { attributes: { 'app.audit.steps': ['s2-fee', 's3-second-opinion'] } })

export const recordings: Recordings = {
  good,
  bad: twoListed,
  'bad-source': change(twoListed, 'read', {
    name: 'retrieval',
    attributes: { 'gen_ai.data_source.id': undefined, 'app.step.id': undefined },
  }),
  'bad-tool': change(good, 'fee', { name: 'execute_tool', attributes: { 'gen_ai.tool.name': undefined } }),
  'bad-no-list': change(good, 'answer', { attributes: { 'app.audit.steps': undefined } }),
  blind: without(good, 'second opinion'),
}
