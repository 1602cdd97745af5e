import { change, type Recordings, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall } from '../steps.ts'

const service = 'chat-backend'
const begin = 10

/** Each phase lasts to the next event, the last one to the end of the span. */
const connect = { name: 'app.phase.connect', at: begin }
const queue = { name: 'app.phase.queue', at: begin + 50 }
const prefill = { name: 'app.phase.prefill', at: begin + 50 + 150 }
const decode = { name: 'app.phase.decode', at: begin + 50 + 150 + 600 }

const good: readonly SpanSketch[] = [
  agentRun('chat', { service, label: 'answer', at: 0, lasts: 2820 }),
  modelCall([3400, 260], {
    service,
    parent: 'answer',
    label: 'think',
    name: 'llm.call',
    at: begin,
    lasts: 50 + 150 + 600 + 2000,
    attributes: { 'gen_ai.request.stream': true, 'gen_ai.response.time_to_first_chunk': 0.8 },
    events: [connect, queue, prefill, decode],
  }),
]

export const recordings: Recordings = {
  good,
  'good-no-header': change(good, 'think', {
    events: [connect, { ...queue, name: 'app.phase.queue_and_prefill' }, decode],
  }),
  bad: change(good, 'think', {
    events: [],
    attributes: { 'gen_ai.response.id': undefined, 'gen_ai.response.time_to_first_chunk': undefined },
  }),
  blind: change(good, 'think', { events: [], dropped: { events: 4 } }),
}
