import { change, type Recordings, type Sources, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall, toolCall } from '../steps.ts'

const service = 'booking'
const conversation = { 'gen_ai.conversation.id': 'conv-7' }
const answerAt = 2000
const toolMs = 35_000

type Events = NonNullable<SpanSketch['events']>

/** The answer is streamed while the provider calls the tool: a first sentence, heartbeats, and the rest. */
const chunks: Events = [600, 36_400, 40_000, 45_000, 49_000].map((after) => ({
  name: 'app.stream.chunk',
  at: answerAt + after,
}))
const heartbeats: Events = [10_000, 20_000, 30_000].map((after) => ({ name: 'app.heartbeat', at: answerAt + after }))
const end: Events = [{ name: 'app.stream.done', at: answerAt + 49_500 }]

/** The second turn, in a trace of its own. */
function secondTurn(trace: string): readonly SpanSketch[] {
  return [
    agentRun('booking', { service, trace, label: `book ${trace}`, at: 1950, lasts: 50_000, attributes: conversation }),
    modelCall([4200, 600], {
      service,
      trace,
      parent: `book ${trace}`,
      label: `answer ${trace}`,
      at: answerAt,
      lasts: 49_500,
      attributes: {
        'app.turn.id': 'turn-2',
        'gen_ai.request.stream': true,
        'gen_ai.response.finish_reasons': ['stop'],
      },
      events: [...chunks, ...heartbeats, ...end],
    }),
    toolCall('search_flights', {
      service,
      trace,
      parent: `book ${trace}`,
      label: `search ${trace}`,
      at: answerAt + 1000,
      lasts: toolMs,
    }),
  ]
}

const good: readonly SpanSketch[] = [
  agentRun('booking', { service, trace: 'first', label: 'ask', at: 0, lasts: 1930, attributes: conversation }),
  modelCall([1800, 60], {
    service,
    trace: 'first',
    parent: 'ask',
    label: 'plan',
    at: 20,
    lasts: 1900,
    attributes: { 'app.turn.id': 'turn-1', 'gen_ai.response.finish_reasons': ['stop'] },
  }),
  ...secondTurn('second'),
]

export const recordings: Recordings = {
  good,
  bad: [...good, ...secondTurn('again')],
  'bad-silent': change(good, 'answer second', { events: [...chunks, ...end] }),
  'bad-proxy': good,
  blind: good,
}

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
const answeredTwice = [plan, answer, { ...answer, requestId: 'gw-103', attempt: 2 }]

export const sources: Sources = {
  'good.wire': [plan, answer],
  'bad.wire': answeredTwice,
  'bad-silent.wire': [plan, answer],
  'bad-proxy.wire': answeredTwice,
}
