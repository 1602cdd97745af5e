import { change, without, type Recordings, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall, serverRequest } from '../steps.ts'

const dayMs = 24 * 60 * 60 * 1000

/** One question; the device's clock is `aheadMs` before the gateway's. */
function question(number: number, aheadMs: number): readonly SpanSketch[] {
  const trace = `question ${number}`
  const begin = number * 10_000
  const inTrace = (label: string): string => `${label} ${number}`
  const agent = { trace, service: 'support-agent' }
  return [
    {
      trace,
      service: 'web-app',
      label: inTrace('ask'),
      name: 'HTTP POST',
      kind: 'client',
      at: begin + aheadMs,
      lasts: 2600,
      attributes: {
        'http.request.method': 'POST',
        'http.response.status_code': 200,
        'server.address': 'app.example.com',
      },
    },
    serverRequest('POST', '/api/ask', {
      trace,
      service: 'gateway',
      parent: inTrace('ask'),
      label: inTrace('receive'),
      at: begin + 12,
      lasts: 2570,
    }),
    agentRun('support', {
      ...agent,
      parent: inTrace('receive'),
      label: inTrace('answer'),
      at: begin + 20,
      lasts: 2550,
    }),
    modelCall([880, 140], { ...agent, parent: inTrace('answer'), label: inTrace('chat'), at: begin + 35, lasts: 2500 }),
  ]
}

const synchronised = [...question(1, 20), ...question(2, -20)]
const good = [...synchronised, ...question(3, 0)]

export const recordings: Recordings = {
  good,
  bad: [...synchronised, ...question(3, 800)],
  'bad-days-behind': [...synchronised, ...question(3, -3 * dayMs)],
  blind: change(without(question(1, 20), 'receive 1'), 'answer 1', { parent: 'ask 1' }),
}
