import { change, without, type Recordings, type SpanSketch } from '../sketch.ts'
import { agentRun, clientRequest, modelCall, toolCall } from '../steps.ts'

const service = 'research-answers'

const good: readonly SpanSketch[] = [
  agentRun('research', { service, label: 'answer', at: 0, lasts: 5230 }),
  toolCall('search_docs', { service, parent: 'answer', at: 120, lasts: 640 }),
  modelCall([1822, 413], {
    service,
    parent: 'answer',
    label: 'synthesis',
    name: 'llm.completion.synthesis',
    at: 800,
    lasts: 4310,
  }),
  clientRequest('POST', 'api.openai.com', { service, parent: 'synthesis', at: 812, lasts: 4280 }),
]

export const recordings: Recordings = {
  good,
  bad: change(good, 'synthesis', { name: 'llm.generate.answer' }),
  blind: without(good, 'synthesis'),
}
