import { changeAll, type Recordings, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall } from '../steps.ts'

const service = 'assistant'
const surfaces = ['chat-short', 'chat-long', 'report', 'code-review'] as const
const runsEach = 5

const good: readonly SpanSketch[] = surfaces.flatMap((surface, row) =>
  Array.from({ length: runsEach }, (_, column): readonly SpanSketch[] => {
    const trace = `${surface} ${column + 1}`
    const at = (row * runsEach + column) * 5000
    const place = { service, trace, attributes: { 'app.surface': surface } }
    return [
      agentRun('assistant', { ...place, label: `answer ${trace}`, at, lasts: 3000 }),
      modelCall([600, 120], {
        ...place,
        parent: `answer ${trace}`,
        label: `think ${trace}`,
        at: at + 40,
        lasts: 2900,
        attributes: {
          'app.surface': surface,
          'gen_ai.request.model': 'auto',
          'gen_ai.response.model': surface === 'chat-short' ? 'gpt-5-2026-01-15' : 'gpt-5-pro-2026-01-15',
        },
        name: 'chat auto',
      }),
    ]
  }).flat(),
)

const rerouted = ['chat-short 1', 'chat-short 3', 'chat-short 4'].map((trace) => `think ${trace}`)

export const recordings: Recordings = {
  good,
  bad: changeAll(good, { attributes: { 'gen_ai.response.model': 'gpt-5-mini-2026-01-15' } }, ({ label }) =>
    rerouted.includes(label),
  ),
  blind: changeAll(good, { attributes: { 'gen_ai.response.model': undefined } }, ({ label }) =>
    label.startsWith('think'),
  ),
}
