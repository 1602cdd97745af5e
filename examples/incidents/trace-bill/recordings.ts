import type { Recordings, SpanSketch } from '../sketch.ts'
import { agentRun, modelCall, retrieval, toolCall } from '../steps.ts'
import { carriedBytes } from './carried-bytes.ts'

const service = 'underwriting'
const sentence = 'The applicant declares no earlier claims; the assessor notes the roof and asks for photographs. '

/** Five model calls, three tool calls and two vector searches: what a run of this agent does. */
function work(round: number): readonly SpanSketch[] {
  const begin = round * 20_000
  const place = (label: string, step: number): Omit<SpanSketch, 'name'> => ({
    service,
    parent: 'run',
    label: `${label} ${round}`,
    at: begin + 10 + step * 1900,
    lasts: 1800,
  })
  return [
    retrieval('policies', place('policies', 0)),
    retrieval('claims', place('claims', 1)),
    modelCall([2100, 140], place('read', 2)),
    toolCall('fetch_photos', place('photos', 3)),
    modelCall([2600, 180], place('inspect', 4)),
    toolCall('rate_risk', place('risk', 5)),
    modelCall([3000, 220], place('weigh', 6)),
    toolCall('check_limits', place('limits', 7)),
    modelCall([3300, 240], place('decide', 8)),
    modelCall([3500, 410], place('write', 9)),
  ]
}

/** Spans of the framework: one per node of its graph. */
function nodes(count: number): readonly SpanSketch[] {
  return Array.from({ length: count }, (_, index) => ({
    service,
    parent: 'run',
    label: `node ${index + 1}`,
    name: `node ${['load', 'route', 'merge', 'store'][index % 4]}`,
    at: 10 + index * 9,
    lasts: 8,
  }))
}

function run(lasts: number): SpanSketch {
  return agentRun('underwriting', { service, label: 'run', at: 0, lasts })
}

/** The same spans, texts of `key` filling them until together they carry exactly so many bytes. */
function filled(
  spans: readonly SpanSketch[],
  key: string,
  isMeant: (span: SpanSketch) => boolean,
  bytes: number,
): readonly SpanSketch[] {
  const meant = spans.filter(isMeant)
  let missing = bytes - carriedBytes(spans) - meant.length * key.length
  let left = meant.length
  return spans.map((span) => {
    if (!isMeant(span)) return span
    const length = Math.floor(missing / left)
    missing -= length
    left -= 1
    return {
      ...span,
      attributes: { ...span.attributes, [key]: sentence.repeat(length / sentence.length + 1).slice(0, length) },
    }
  })
}

const isModelCall = ({ attributes }: SpanSketch): boolean => attributes?.['gen_ai.operation.name'] === 'chat'

/** 180 spans that carry 400 kB: the stack that each node was called from. */
const good = filled(
  [run(19_500), ...work(0), ...nodes(169)],
  'code.stacktrace',
  ({ label }) => label.startsWith('node'),
  400_000,
)

/** 2,000 spans: nine rounds, a span for every node, bodies in the attributes of model calls. */
const rounds = Array.from({ length: 9 }, (_, round) => work(round)).flat()
const bad = filled([run(179_500), ...rounds, ...nodes(1909)], 'gen_ai.input.messages', isModelCall, 401_000)

/** The process ended after its first export: some of its steps, and not the run itself. */
const blind = good.slice(1, 12)

export const recordings: Recordings = { good, bad, blind }
