import { change, type Recordings, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall } from '../steps.ts'

const service = 'assistant'
const begin = 50

/** Seconds after the request until anything came, and until the user saw anything. */
function answered(firstChunk: number, firstVisible: number): readonly SpanSketch[] {
  return [
    agentRun('assistant', { service, label: 'answer', at: 0, lasts: 31_100, attributes: { 'app.tenant': 'acme' } }),
    modelCall([2400, 1800], {
      service,
      parent: 'answer',
      label: 'think',
      at: begin,
      lasts: 31_000,
      attributes: {
        'app.route': 'eu-1',
        'app.tenant': 'acme',
        'gen_ai.request.stream': true,
        'gen_ai.response.time_to_first_chunk': firstChunk,
      },
      events: [{ name: 'app.stream.first_visible', at: begin + firstVisible * 1000 }],
    }),
  ]
}

const good = answered(0.4, 0.4)

export const recordings: Recordings = {
  good,
  bad: change(answered(30, 30), 'think', { attributes: { 'app.route': 'us-3' } }),
  'bad-reasoning': answered(0.6, 5),
  'bad-no-route': change(good, 'think', { attributes: { 'app.route': undefined } }),
  blind: change(good, 'think', { attributes: { 'gen_ai.response.time_to_first_chunk': undefined } }),
  'blind-reasoning': change(answered(0.6, 5), 'think', {
    attributes: { 'gen_ai.usage.reasoning.output_tokens': 1200 },
    events: [],
  }),
}
