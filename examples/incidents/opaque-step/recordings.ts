import { without, type Recordings, type SpanSketch } from '../sketch.ts'
import { agentRun, clientRequest, modelCall, retrieval, toolCall } from '../steps.ts'

const service = 'travel-agent'
const below = { service, parent: 'answer' }

/** A retrieval that takes longer moves all that comes after it. */
function answered(retrievals: Readonly<Record<string, number>>): readonly SpanSketch[] {
  const later = Math.max(...Object.values(retrievals)) - 300
  return [
    agentRun('travel', { service, label: 'answer', at: 0, lasts: 28_000 + later }),
    { ...below, label: 'assemble', name: 'assemble input', at: 200, lasts: 400 },
    ...Object.entries(retrievals).map(([source, lasts]) => retrieval(source, { ...below, at: 700, lasts })),
    { ...below, label: 'rerank', name: 'rerank destinations', at: 1050 + later, lasts: 300 },
    modelCall([8200, 640], { ...below, label: 'think', at: 1500 + later, lasts: 7000 }),
    { service, parent: 'think', label: 'prefill', name: 'prefill', at: 1500 + later, lasts: 2000 },
    { service, parent: 'think', label: 'decode', name: 'decode', at: 3500 + later, lasts: 5000 },
    toolCall('search_flights', { ...below, label: 'flights', at: 8600 + later, lasts: 18_000 }),
    clientRequest('GET', 'flights.example.com', {
      service,
      parent: 'flights',
      label: 'request',
      at: 8620 + later,
      lasts: 17_900,
    }),
    { ...below, label: 'write', name: 'write output', at: 26_900 + later, lasts: 1000 },
  ]
}

const good = answered({ destinations: 300 })

export const recordings: Recordings = {
  good,
  'good-parallel': answered({ destinations: 500, hotels: 600 }),
  bad: without(good, 'flights', 'request'),
  'bad-retrieval': answered({ destinations: 1900 }),
  blind: without(good, 'flights'),
}
