import { change, type Recordings, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall, toolCall } from '../steps.ts'

const service = 'refund-agent'
const plannedSteps = 30
const failingStep = 27

/** Model call and tool call in turn; the run ends at the step that fails. */
const steps = Array.from({ length: failingStep }, (_, index): SpanSketch => {
  const number = index + 1
  const place = { service, parent: 'run', label: `step ${number}`, at: 20 + index * 1100, lasts: 1000 }
  if (number === failingStep) return toolCall('issue_refund', { ...place, error: 'amount_exceeds_order' })
  return number % 2 === 0 ? modelCall([700 + index * 110, 80], place) : toolCall('lookup_order', place)
})

const keepSignals = {
  'app.result': 'failed',
  'app.failure.class': 'severe',
  'app.steps.done': failingStep,
  'gen_ai.usage.input_tokens': 26_910,
  'gen_ai.usage.output_tokens': 1040,
}

const nothing = Object.fromEntries(Object.keys(keepSignals).map((key) => [key, undefined]))

const good: readonly SpanSketch[] = [
  agentRun('refund', {
    service,
    label: 'run',
    at: 0,
    lasts: 29_800,
    attributes: { 'app.steps.planned': plannedSteps, ...keepSignals },
  }),
  ...steps,
]

export const recordings: Recordings = {
  good,
  bad: change(good, 'run', { attributes: nothing }),
  /** The last batch was exported, the run itself was not. */
  blind: steps.slice(-8),
}
