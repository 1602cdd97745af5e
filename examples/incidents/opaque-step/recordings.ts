import { without, type Recordings, type SpanSketch } from '../sketch.ts'
import { agentRun, clientRequest, modelCall, retrieval, toolCall } from '../steps.ts'

const service = 'travel-agent'
const below = { service, parent: 'answer' }

const good: readonly SpanSketch[] = [
  agentRun('travel', { service, label: 'answer', at: 0, lasts: 28_000 }),
  { ...below, label: 'assemble', name: 'assemble input', at: 200, lasts: 400 },
  retrieval('destinations', { ...below, label: 'retrieve', at: 700, lasts: 300 }),
  { ...below, label: 'rerank', name: 'rerank destinations', at: 1050, lasts: 300 },
  modelCall([8200, 640], { ...below, label: 'think', at: 1500, lasts: 7000 }),
  { service, parent: 'think', label: 'prefill', name: 'prefill', at: 1500, lasts: 2000 },
  { service, parent: 'think', label: 'decode', name: 'decode', at: 3500, lasts: 5000 },
  toolCall('search_flights', { ...below, label: 'flights', at: 8600, lasts: 18_000 }),
  clientRequest('GET', 'flights.example.com', {
    service,
    parent: 'flights',
    label: 'request',
    at: 8620,
    lasts: 17_900,
  }),
  { ...below, label: 'write', name: 'write output', at: 26_900, lasts: 1000 },
]

export const recordings: Recordings = {
  good,
  bad: without(good, 'flights', 'request'),
  blind: without(good, 'flights'),
}
