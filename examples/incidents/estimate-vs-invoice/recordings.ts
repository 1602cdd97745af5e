import { change, type Recordings, type Sources, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall } from '../steps.ts'

const service = 'triage'
const calls = Array.from({ length: 50 }, (_, index) => index + 1)

const good: readonly SpanSketch[] = [
  agentRun('triage', { service, label: 'triage', at: 0, lasts: 151_000 }),
  ...calls.map((number) =>
    modelCall([4200, 100], {
      service,
      parent: 'triage',
      label: `call ${number}`,
      at: number * 3000 - 2900,
      lasts: 2500,
      attributes: { 'app.tokens.estimated': 4150 },
    }),
  ),
]

export const recordings: Recordings = {
  good,
  bad: good,
  'bad-no-estimate': change(good, 'call 7', { attributes: { 'app.tokens.estimated': undefined } }),
  blind: good,
}

function invoice(inputEach: number): Sources[string] {
  const period = '2026-11-18'
  return [
    { period, model: 'gpt-5-2026-01-15', kind: 'input', tokens: inputEach * calls.length },
    { period, model: 'gpt-5-2026-01-15', kind: 'output', tokens: 100 * calls.length },
  ]
}

export const sources: Sources = {
  'good.invoice': invoice(4284),
  'bad.invoice': invoice(6800),
  'bad-no-estimate.invoice': invoice(4284),
}
