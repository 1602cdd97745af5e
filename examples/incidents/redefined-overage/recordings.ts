import { changeAll, type Recordings, type Sources, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall } from '../steps.ts'

const service = 'summaries'
const calls = Array.from({ length: 10 }, (_, index) => index)

/** Three calls a minute of 10,000 tokens each: exactly the commitment. */
const good: readonly SpanSketch[] = [
  agentRun('summaries', { service, label: 'summarise', at: 0, lasts: 200_000 }),
  ...calls.map((index) =>
    modelCall([9000, 1000], {
      service,
      parent: 'summarise',
      label: `call ${index + 1}`,
      at: index * 20_000,
      lasts: 12_000,
      attributes: { 'openai.response.service_tier': 'scale', 'openai.request.service_tier': 'scale' },
    }),
  ),
]

export const recordings: Recordings = {
  good,
  bad: good,
  blind: changeAll(good, { attributes: { 'openai.response.service_tier': undefined } }, ({ label }) =>
    label.startsWith('call'),
  ),
}

/** Dollars for a million tokens: overflow costs 5.67 times as much. */
const rates = { reserved: 3, overage: 17 }

function invoice(reserved: number): Sources[string] {
  const row = (billingClass: keyof typeof rates, kind: string, tokens: number): Sources[string][number] => ({
    period: '2026-11-18',
    model: 'gpt-5-2026-01-15',
    tier: 'scale',
    billingClass,
    kind,
    tokens,
    amountUsd: Number(((tokens * rates[billingClass]) / 1e6).toFixed(6)),
  })
  const rows = [row('reserved', 'input', reserved * 9000), row('reserved', 'output', reserved * 1000)]
  const rest = 10 - reserved
  return rest === 0 ? rows : [...rows, row('overage', 'input', rest * 9000), row('overage', 'output', rest * 1000)]
}

export const sources: Sources = { 'good.invoice': invoice(10), 'bad.invoice': invoice(7), 'blind.invoice': invoice(10) }
