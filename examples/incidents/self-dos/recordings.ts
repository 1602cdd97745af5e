import { without, type Recordings, type SpanSketch } from '../sketch.ts'
import { agentRun, modelCall, toolCall } from '../steps.ts'

const service = 'market-research'

/** Calls that one model output asks for at once: of a tool, or of a sub-agent. */
interface Batch {
  readonly tools: number
  readonly agents: number
}

/** Each batch takes 4 s: a model call of 900 ms, then all its calls side by side. */
const batchMs = 4000

function run(...batches: readonly Batch[]): readonly SpanSketch[] {
  const planner = { service, label: 'plan', at: 0, lasts: batches.length * batchMs + 1000 }
  const below = { service, parent: 'plan' }
  return [
    agentRun('planner', planner),
    ...batches.flatMap(({ tools, agents }, turn) => {
      const at = turn * batchMs
      return [
        modelCall([3100, 420], { ...below, label: `think ${turn}`, at: at + 50, lasts: 900 }),
        ...Array.from({ length: tools }, (_, index) =>
          toolCall('search_market', { ...below, label: `search ${turn}.${index}`, at: at + 1000, lasts: 2800 }),
        ),
        ...Array.from({ length: agents }, (_, index) => delegate(`${turn}.${index}`, at + 1000)).flat(),
      ]
    }),
    modelCall([6400, 900], { ...below, label: 'sum up', at: batches.length * batchMs, lasts: 900 }),
  ]
}

/** A sub-agent that asks for three tools at once. */
function delegate(id: string, at: number): readonly SpanSketch[] {
  const below = { service, parent: `analyst ${id}` }
  return [
    agentRun('analyst', { service, parent: 'plan', label: `analyst ${id}`, at, lasts: 2800 }),
    modelCall([1200, 160], { ...below, label: `analyst ${id} thinks`, at: at + 20, lasts: 600 }),
    ...['filings', 'news', 'prices'].map((source) =>
      toolCall(`read_${source}`, { ...below, label: `${source} ${id}`, at: at + 700, lasts: 1900 }),
    ),
  ]
}

/** One model output that puts workers to work, and nothing else. */
function workers(count: number): readonly SpanSketch[] {
  return [
    ...run(),
    modelCall([3100, 1400], { service, parent: 'plan', label: 'think', at: 10, lasts: 100 }),
    ...Array.from({ length: count }, (_, index) =>
      agentRun('worker', { service, parent: 'plan', label: `worker ${index}`, at: 120, lasts: 800 }),
    ),
  ]
}

/** Agents that each put the next one to work. */
function nested(depth: number): readonly SpanSketch[] {
  return Array.from({ length: depth }, (_, index) =>
    agentRun(index === 0 ? 'planner' : 'analyst', {
      service,
      label: `agent ${index}`,
      parent: index === 0 ? undefined : `agent ${index - 1}`,
      at: index * 10,
      lasts: 5000 - index * 20,
    }),
  )
}

/** The same 11 calls, no more than five at a time. */
const good = run({ tools: 4, agents: 1 }, { tools: 2, agents: 2 }, { tools: 1, agents: 1 })

export const recordings: Recordings = {
  good,
  bad: run({ tools: 7, agents: 4 }),
  'bad-workers': workers(47),
  'bad-nested': nested(4),
  blind: without(good, 'analyst 0.0'),
}
