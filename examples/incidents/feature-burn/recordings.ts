import { change, type Recordings, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall, toolCall } from '../steps.ts'

const service = 'concierge'
const below = { service, parent: 'answer' }

/** "When do you open tomorrow?", for which one look at the hours is enough; each look is followed by a model call. */
function answered(looks: number): readonly SpanSketch[] {
  const numbers = Array.from({ length: looks }, (_, index) => index + 1)
  return [
    agentRun('concierge', {
      service,
      label: 'answer',
      at: 0,
      lasts: 1200 + looks * 1600,
      attributes: { 'app.feature': 'opening-hours', 'app.tenant': 'acme', 'spanpact.tags': ['simple-question'] },
    }),
    modelCall([900, 30], { ...below, label: 'think', at: 50, lasts: 900 }),
    ...numbers.flatMap((number) => [
      toolCall('get_hours', {
        ...below,
        label: `look ${number}`,
        at: number * 1600 - 600,
        lasts: 120,
        attributes: { 'gen_ai.tool.call.arguments': '{"day":"2026-11-19"}', 'gen_ai.tool.call.result': '"9 to 17"' },
      }),
      modelCall([900 + number * 60, 30], { ...below, label: `think ${number}`, at: number * 1600 - 400, lasts: 900 }),
    ]),
  ]
}

const good = answered(1)

export const recordings: Recordings = {
  good,
  bad: answered(3),
  'bad-no-feature': change(good, 'answer', { attributes: { 'app.feature': undefined } }),
  blind: change(good, 'answer', { attributes: { 'spanpact.tags': undefined } }),
}
