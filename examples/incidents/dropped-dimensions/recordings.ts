import { seededHex } from '../otlp.ts'
import { changeAll, type Recordings, type SpanSketch } from '../sketch.ts'
import { modelCall } from '../steps.ts'

const runs = 200
const failingRuns = 6

/** Templates that answers come from; the last one fails, and is rare. */
const templates = ['order-status', 'refund-policy', 'delivery-date', 'invoice-copy'] as const
const failingTemplate = 'warranty-claim'

/** One reply: a single model call, and a trace of its own. */
function reply(index: number): SpanSketch {
  const fails = index % Math.floor(runs / failingRuns) === 17
  const trace = `run ${index}`
  return modelCall(
    [420 + ((index * 37) % 300), 60 + ((index * 13) % 80)],
    {
      trace,
      service: 'reply-drafts',
      label: trace,
      at: index * 700,
      lasts: 600 + ((index * 97) % 500),
      attributes: {
        // Cut, as the many spans of such a service often are.
        'gen_ai.response.id': undefined,
        'gen_ai.usage.output_tokens': undefined,
        'app.template': fails ? failingTemplate : templates[index % templates.length],
        'gen_ai.prompt.version': fails ? 'r7' : 'r6',
        'app.answer.passed': !fails,
      },
    },
    'gpt-5-mini',
  )
}

const good = Array.from({ length: runs }, (_, index) => reply(index))

/** Enough to exceed any bound of the contract, and to see that nothing is decided. */
const some = good.slice(0, 25)

export const recordings: Recordings = {
  good,
  bad: changeAll(good, { attributes: { 'gen_ai.prompt.version': undefined } }),
  'bad-cardinality': some.map((span) => ({
    ...span,
    attributes: { ...span.attributes, 'gen_ai.prompt.version': seededHex('prompt', span.label, 12) },
  })),
  'bad-span-name': some.map((span) => ({
    ...span,
    name: `${span.name} conv_${seededHex('conversation', span.label, 16)}`,
  })),
  blind: changeAll(some, { attributes: { 'gen_ai.prompt.version': undefined }, dropped: { attributes: 1 } }),
}
