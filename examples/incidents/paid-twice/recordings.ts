import type { Recordings, Sources, SpanSketch } from '../sketch.ts'
import { agentRun, modelCall, toolCall } from '../steps.ts'

const service = 'booking'

const good: readonly SpanSketch[] = [
  agentRun('booking', { service, label: 'book', at: 0, lasts: 52_000 }),
  modelCall([1800, 60], {
    service,
    parent: 'book',
    label: 'plan',
    at: 50,
    lasts: 1900,
    attributes: { 'app.turn.key': 'turn-1', 'gen_ai.response.finish_reasons': ['tool_call'] },
  }),
  toolCall('search_flights', { service, parent: 'book', label: 'search', at: 2000, lasts: 35_000 }),
  modelCall([4200, 600], {
    service,
    parent: 'book',
    label: 'answer',
    at: 37_100,
    lasts: 14_500,
    attributes: { 'app.turn.key': 'turn-2', 'gen_ai.response.finish_reasons': ['stop'] },
  }),
]

export const recordings: Recordings = { good, bad: good, blind: good }

const plan = {
  requestId: 'gw-101',
  idempotencyKey: 'turn-1',
  layer: 'proxy',
  attempt: 1,
  status: 200,
  inputTokens: 1800,
  outputTokens: 60,
}
const answer = {
  requestId: 'gw-102',
  idempotencyKey: 'turn-2',
  layer: 'proxy',
  attempt: 1,
  status: 200,
  inputTokens: 4200,
  outputTokens: 600,
}

export const sources: Sources = {
  'good.wire': [plan, answer],
  'bad.wire': [plan, answer, { ...answer, requestId: 'gw-103', attempt: 2 }],
}
