import { seededHex } from '../otlp.ts'
import { change, type Recordings, type Sources, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall, toolCall } from '../steps.ts'

const service = 'deep-research'
const searchers = 6

/** A searcher makes four model calls and three tool calls in turn. */
function searcher(number: number): readonly SpanSketch[] {
  const label = `searcher ${number}`
  const begin = 2000 + number * 7000
  const calls = Array.from({ length: 7 }, (_, index): SpanSketch => {
    const place = {
      service,
      parent: label,
      label: `${label} call ${index + 1}`,
      at: begin + 20 + index * 950,
      lasts: 900,
    }
    return index % 2 === 0 ? modelCall([1500 + index * 300, 90], place) : toolCall('search_web', place)
  })
  return [agentRun('searcher', { service, parent: 'research', label, at: begin, lasts: 6700 }), ...calls]
}

const ownCalls = Array.from({ length: 5 }, (_, index): SpanSketch => {
  const at = index === 0 ? 30 : 44_000 + index * 2000
  return modelCall([2400 + index * 500, 260], {
    service,
    parent: 'research',
    label: `own call ${index + 1}`,
    at,
    lasts: 1900,
  })
})

const root = agentRun('deep-research', {
  service,
  label: 'research',
  at: 0,
  lasts: 55_000,
  attributes: { 'app.calls.made': ownCalls.length + searchers * 7 },
})

const good: readonly SpanSketch[] = [
  root,
  ...ownCalls,
  ...Array.from({ length: searchers }, (_, index) => searcher(index + 1)).flat(),
]

/** A clean tree of 8 calls: the exporter counted what it was given, and the root says so. */
const clean: readonly SpanSketch[] = [
  { ...root, attributes: { ...root.attributes, 'app.calls.made': 8 } },
  ...ownCalls,
  ...good.filter(
    ({ label, parent }) => label === 'searcher 2' || (parent === 'searcher 2' && Number(label.at(-1)) <= 3),
  ),
]

/** What the head sampler left of the calls: five below the root, three whose searcher is gone. */
const left = ['searcher 2 call 1', 'searcher 2 call 2', 'searcher 5 call 3']

export const recordings: Recordings = {
  good,
  bad: [root, ...ownCalls, ...good.filter(({ label }) => left.includes(label))],
  'bad-clean-tree': clean,
  blind: change(good, 'research', { attributes: { 'app.calls.made': undefined } }),
}

/** What the agent process counted: 29 model calls and 18 tool calls. */
const counters: Sources[string] = [
  { run: seededHex('undercounted-calls', 'trace main', 32), modelCalls: 5 + searchers * 4, toolCalls: searchers * 3 },
]

export const sources: Sources = {
  'good.counters': counters,
  'bad.counters': counters,
  'bad-clean-tree.counters': counters,
}
