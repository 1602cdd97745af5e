import { change, type Recordings, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall } from '../steps.ts'

const service = 'assistant'

const good: readonly SpanSketch[] = [
  agentRun('assistant', { service, label: 'answer', at: 0, lasts: 31_100, attributes: { 'app.tenant': 'acme' } }),
  modelCall([2400, 1800], {
    service,
    parent: 'answer',
    label: 'think',
    at: 50,
    lasts: 31_000,
    attributes: {
      'app.route': 'eu-1',
      'app.tenant': 'acme',
      'gen_ai.request.stream': true,
      'gen_ai.response.time_to_first_chunk': 0.4,
    },
  }),
]

export const recordings: Recordings = {
  good,
  bad: change(good, 'think', {
    attributes: { 'app.route': 'us-3', 'gen_ai.response.time_to_first_chunk': 30 },
  }),
  'bad-no-route': change(good, 'think', { attributes: { 'app.route': undefined } }),
  blind: change(good, 'think', { attributes: { 'gen_ai.response.time_to_first_chunk': undefined } }),
}
