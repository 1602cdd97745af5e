import { change, changeAll, type Recordings, type Sources, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall } from '../steps.ts'

const service = 'analyst'
const calls = [1, 2, 3, 4]

const good: readonly SpanSketch[] = [
  agentRun('analyst', { service, label: 'analyse', at: 0, lasts: 61_000 }),
  ...calls.map((number) =>
    modelCall([1000, 2500], {
      service,
      parent: 'analyse',
      label: `call ${number}`,
      at: number * 15_000 - 14_900,
      lasts: 14_000,
      attributes: {
        'gen_ai.request.reasoning.level': 'high',
        'gen_ai.usage.reasoning.output_tokens': 2000,
        'gen_ai.response.finish_reasons': ['stop'],
      },
    }),
  ),
]

export const recordings: Recordings = {
  good,
  bad: changeAll(good, { attributes: { 'gen_ai.usage.reasoning.output_tokens': undefined } }),
  'bad-much': change(good, 'call 4', {
    attributes: { 'gen_ai.usage.output_tokens': 30_500, 'gen_ai.usage.reasoning.output_tokens': 30_000 },
  }),
  'bad-invoice': good,
  blind: good,
}

/** The vendor bills reasoning as output, and lists it nowhere. */
function invoice(output: number): Sources[string] {
  const period = '2026-11-18'
  return [
    { period, model: 'gpt-5-2026-01-15', kind: 'input', tokens: 4000 },
    { period, model: 'gpt-5-2026-01-15', kind: 'output', tokens: output },
  ]
}

export const sources: Sources = {
  'good.invoice': invoice(10_000),
  'bad.invoice': invoice(10_000),
  'bad-much.invoice': invoice(38_000),
  'bad-invoice.invoice': invoice(24_000),
}
