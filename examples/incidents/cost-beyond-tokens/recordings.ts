import { change, changeAll, without, type Recordings, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall, retrieval, toolCall } from '../steps.ts'

const service = 'support'

const good: readonly SpanSketch[] = [
  agentRun('support', { service, label: 'answer', at: 0, lasts: 9000, attributes: { 'app.resolved': true } }),
  retrieval('help-center', {
    service,
    parent: 'answer',
    label: 'retrieve',
    at: 50,
    lasts: 240,
    attributes: { 'app.cost.usd': 0.004 },
  }),
  {
    service,
    parent: 'answer',
    name: 'rerank help-center',
    label: 'rerank',
    kind: 'client',
    at: 300,
    lasts: 180,
    attributes: { 'app.step': 'rerank', 'app.cost.usd': 0.002 },
  },
  modelCall([3200, 250], {
    service,
    parent: 'answer',
    label: 'think',
    at: 500,
    lasts: 2100,
    attributes: { 'app.cost.usd': 0.018 },
  }),
  toolCall('lookup_order', {
    service,
    parent: 'answer',
    label: 'look up',
    at: 2700,
    lasts: 300,
    attributes: { 'app.cost.usd': 0.001 },
  }),
  {
    service,
    parent: 'answer',
    name: 'review answer',
    label: 'review',
    at: 3100,
    lasts: 5800,
    attributes: { 'app.step': 'review', 'app.review.minutes': 0.1, 'app.cost.usd': 0.035 },
  },
]

export const recordings: Recordings = {
  good,
  bad: changeAll(good, { attributes: { 'app.cost.usd': undefined } }, ({ label }) => label !== 'think'),
  'bad-retrieval': change(good, 'retrieve', { attributes: { 'app.cost.usd': undefined } }),
  blind: without(good, 'retrieve', 'rerank', 'look up', 'review'),
}
