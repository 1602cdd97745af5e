import { change, type Recordings, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall, toolCall } from '../steps.ts'

const service = 'companion'

/** The arm is drawn by a hash of the conversation, and then the model is asked in it. */
const good: readonly SpanSketch[] = [
  agentRun('companion', {
    service,
    label: 'answer',
    at: 0,
    lasts: 3200,
    attributes: {
      'gen_ai.conversation.id': 'conv-12',
      'app.experiment.arm': 'thorough',
      'app.experiment.assigned_by': 'hash',
    },
  }),
  toolCall('assign_arm', { service, parent: 'answer', label: 'assign', at: 20, lasts: 10 }),
  modelCall([1300, 40], { service, parent: 'answer', label: 'think', at: 60, lasts: 900 }),
  modelCall([1400, 320], { service, parent: 'answer', label: 'write', at: 1000, lasts: 2100 }),
]

export const recordings: Recordings = {
  good,
  bad: change(
    change(good, 'answer', {
      attributes: { 'app.experiment.arm': 'concise', 'app.experiment.assigned_by': 'model' },
    }),
    'assign',
    { at: 970 },
  ),
  'bad-late': change(good, 'assign', { at: 970 }),
  blind: change(good, 'answer', {
    attributes: { 'app.experiment.arm': undefined, 'app.experiment.assigned_by': undefined },
  }),
}
