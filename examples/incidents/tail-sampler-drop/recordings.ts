import { change, type Recordings, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall, serverRequest } from '../steps.ts'

const service = 'health-assistant'

const keepSignals = {
  'app.answer.score': 0.31,
  'app.answer.grounding': 0.18,
  'app.answer.refused': false,
  'app.answer.feedback': 'down',
}

const nothing = Object.fromEntries(Object.keys(keepSignals).map((key) => [key, undefined]))

const good: readonly SpanSketch[] = [
  serverRequest('POST', '/answers', { service, label: 'request', at: 0, lasts: 1400, attributes: keepSignals }),
  agentRun('health', { service, parent: 'request', label: 'answer', at: 6, lasts: 1385 }),
  modelCall(
    [1120, 160],
    { service, parent: 'answer', label: 'chat', at: 14, lasts: 1360, attributes: { 'gen_ai.output.type': 'json' } },
    'gpt-5-mini',
  ),
]

/** The user's thumb comes after the sampler has decided, in a trace of its own. */
const lateFeedback: readonly SpanSketch[] = [
  ...change(good, 'request', { attributes: { 'app.answer.feedback': undefined } }),
  serverRequest('POST', '/feedback', {
    service,
    trace: 'feedback',
    label: 'feedback',
    at: 95_000,
    lasts: 9,
    attributes: { 'app.answer.feedback': 'down' },
    links: [{ trace: 'main', label: 'request' }],
  }),
]

export const recordings: Recordings = {
  good,
  bad: change(good, 'request', { attributes: nothing }),
  'bad-late-feedback': lateFeedback,
  blind: change(good, 'request', { attributes: nothing, dropped: { attributes: 4 } }),
}
