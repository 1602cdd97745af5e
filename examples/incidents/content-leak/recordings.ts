import { change, changeAll, type Recordings, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall, toolCall } from '../steps.ts'

const service = 'visit-summaries'

// Nothing here opens anything: the key has no owner, the card is a test number, the people do not exist.
const apiKey = 'sk_live_FAKEq7w2e9r4t6y8u1'
const card = '4111 1111 1111 1111'
const address = 'jane.roe@northclinic.example'
const canary = 'CANARY-7f3a'

const good: readonly SpanSketch[] = [
  agentRun('summarise', { service, label: 'run', at: 0, lasts: 3900 }),
  toolCall('load_visit', { service, parent: 'run', label: 'load', at: 12, lasts: 90, error: 'stale_replica' }),
  modelCall([1640, 210], {
    service,
    parent: 'run',
    label: 'think',
    at: 110,
    lasts: 3700,
    attributes: {
      'app.input.sha256': '2b7e151628aed2a6abf7158809cf4f3c762e7160f38b4da56a784d9045190cfe',
      'app.input.length': 6120,
      'app.output.length': 845,
    },
  }),
]

const messages = JSON.stringify([
  { role: 'user', parts: [{ type: 'text', content: `${canary} summarise the visit; our key is ${apiKey}` }] },
])

export const recordings: Recordings = {
  good,
  bad: change(good, 'think', { attributes: { 'gen_ai.input.messages': messages } }),
  'bad-span-name': change(good, 'load', { name: `execute_tool load_visit ${address}` }),
  'bad-value': change(good, 'load', { attributes: { 'app.visit.note': `patient pays with ${card}, expires 03/28` } }),
  'bad-event': change(good, 'think', {
    events: [
      {
        name: 'gen_ai.evaluation.result',
        at: 3800,
        attributes: {
          'gen_ai.evaluation.name': 'faithfulness',
          'gen_ai.evaluation.score.value': 0.92,
          'gen_ai.evaluation.explanation': `the summary repeats "${canary}" from the visit`,
        },
      },
    ],
  }),
  'bad-exception': change(good, 'load', {
    events: [
      {
        name: 'exception',
        at: 100,
        attributes: {
          'exception.type': 'ConnectionError',
          'exception.message': 'cannot reach postgres://visits:tr0ub4dor@db.internal/visits',
        },
      },
    ],
  }),
  'bad-link': change(good, 'run', {
    links: [{ trace: 'main', label: 'load', attributes: { 'app.requested_by': address } }],
  }),
  'bad-baggage': change(good, 'think', { attributes: { 'app.user': address } }),
  'bad-trace-state': change(good, 'run', { traceState: `clinic=${apiKey}` }),
  'bad-resource': changeAll(good, {
    resource: { 'process.command_line': `node agent.js --api-key ${apiKey}` },
  }),
  blind: change(good, 'think', { dropped: { attributes: 2 } }),
}
