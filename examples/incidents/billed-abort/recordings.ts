import { change, type Attributes, type Recordings, type Sources, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall } from '../steps.ts'

const service = 'writer'

/** 13 answers that were read to the end, and 7 at which somebody pressed stop. */
const requests = Array.from({ length: 20 }, (_, index) => {
  const isStopped = index % 3 === 1
  return { id: `req-${String(index + 1).padStart(2, '0')}`, isStopped, delivered: isStopped ? 2400 : 6400 }
})

function write({ id, isStopped, delivered }: (typeof requests)[number], index: number): readonly SpanSketch[] {
  const at = index * 90_000
  const stopped: Attributes = isStopped ? { 'app.stream.cancelled': true, 'app.tokens.delivered': delivered } : {}
  return [
    agentRun('writer', { service, trace: id, label: `write ${id}`, at, lasts: 70_000 }),
    modelCall([900, delivered], {
      service,
      trace: id,
      parent: `write ${id}`,
      label: `call ${id}`,
      at: at + 100,
      lasts: isStopped ? 24_000 : 64_000,
      attributes: {
        'app.request.id': id,
        'gen_ai.usage.reasoning.output_tokens': 0,
        'gen_ai.response.finish_reasons': isStopped ? undefined : ['stop'],
        ...stopped,
      },
    }),
  ]
}

const good = requests.flatMap(write)

export const recordings: Recordings = {
  good,
  bad: good,
  'bad-no-usage': change(good, 'call req-02', {
    attributes: { 'gen_ai.usage.output_tokens': undefined, 'app.tokens.delivered': undefined },
  }),
  blind: good,
}

/** What the vendor bills for the day; the contract speaks of output. */
function invoice(output: number): Sources[string] {
  const period = '2026-11-18'
  return [
    { period, model: 'gpt-5-2026-01-15', kind: 'input', tokens: 18_000 },
    { period, model: 'gpt-5-2026-01-15', kind: 'output', tokens: output },
  ]
}

const deliveries = requests.map(({ id, isStopped, delivered }) => ({
  requestId: id,
  deliveredTokens: delivered,
  abortedBy: isStopped ? 'user' : '',
}))

export const sources: Sources = {
  'good.invoice': invoice(100_900),
  'good.deliveries': deliveries,
  'bad.invoice': invoice(114_000),
  'bad.deliveries': deliveries,
  'bad-no-usage.invoice': invoice(100_900),
  'bad-no-usage.deliveries': deliveries,
  'blind.invoice': invoice(100_900),
}
