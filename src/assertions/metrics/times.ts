import type { SpanRef, Step } from '../../model/step.ts'
import { largest, sumUp, type Amount, type Measure } from './measure.ts'
import type { MeasuredRun } from './measured-run.ts'

interface Stretch {
  readonly span: SpanRef
  readonly start: bigint
  readonly end: bigint
}

interface Timed {
  readonly span: SpanRef
  readonly startUnixNano: bigint | null
  readonly endUnixNano: bigint | null
}

interface Stretches {
  /** By start. */
  readonly known: readonly Stretch[]
  /** Spans of which a time is missing, or whose times are reversed. */
  readonly unknown: readonly SpanRef[]
}

/** From the first start to the last end, in nanoseconds. */
export function wallTime(view: MeasuredRun, limit: number): Measure {
  const { known, unknown } = stretchesOf(
    view.isWhole
      ? view.run.spans.map((span) => ({ ...timesOf(span), span }))
      : [...view.steps, ...view.maybe].map(ofStep),
  )
  const [first] = known
  if (first === undefined) return { value: 0, unknown, reason: 'time-unknown', ...restsWithout(view, unknown) }
  const last = known.reduce((latest, { end }) => (end > latest ? end : latest), first.end)
  const deadline = first.start + BigInt(Math.round(Math.min(limit, Number.MAX_SAFE_INTEGER)))
  const late = stretchesOf(innermost(view.steps).map(ofStep)).known.filter(({ end }) => end > deadline)
  const crossing = late.findLast(({ start }) => start <= deadline) ?? late[0]
  return {
    value: Number(last - first.start),
    crossedAt: crossing?.span ?? known.find(({ end }) => end > deadline)?.span,
    unknown: [...unknown, ...view.maybe.map(({ spans }) => spans[0]!)],
    reason: 'time-unknown',
    holes: view.holesInTime(),
  }
}

/** How long any step was at work, in nanoseconds: steps side by side count once, and an agent's time is that of its steps. */
export function activeTime(view: MeasuredRun, limit: number): Measure {
  const { known, unknown } = stretchesOf(innermost(view.steps).map(ofStep))
  let reached: bigint | undefined
  const amounts = known.map(({ span, start, end }): Amount => {
    const from = reached === undefined || start > reached ? start : reached
    if (end <= from) return { span, amount: 0 }
    reached = end
    return { span, amount: Number(end - from) }
  })
  return {
    ...sumUp(amounts, limit),
    unknown: [...unknown, ...view.maybe.map(({ spans }) => spans[0]!)],
    reason: 'time-unknown',
    holes: view.holesInTime(),
  }
}

/** Most tool steps open at one instant; one that ends as another starts is not open with it. */
export function concurrency(view: MeasuredRun, limit: number): Measure {
  const isTool = ({ kind }: Step): boolean => kind === 'tool'
  const { known, unknown } = stretchesOf(view.steps.filter(isTool).map(ofStep))
  const ends = known.map(({ end }) => end).sort((one, other) => (one < other ? -1 : one > other ? 1 : 0))
  let ended = 0
  const open = known.map(({ span, start }, index): Amount => {
    while (ended < ends.length && ends[ended]! <= start) ended += 1
    return { span, amount: Math.max(0, index + 1 - ended) }
  })
  return {
    ...largest(open, limit),
    unknown: [...unknown, ...view.maybe.filter(isTool).map(({ spans }) => spans[0]!)],
    reason: 'time-unknown',
    holes: view.scoped.holes('tools'),
  }
}

/** Steps without the agents that have steps inside. */
function innermost(steps: readonly Step[]): readonly Step[] {
  const scopes = new Set(steps.map(({ scope }) => scope?.id))
  return steps.filter(({ kind, id }) => kind !== 'agent' || !scopes.has(id))
}

function restsWithout({ maybe }: MeasuredRun, unknown: readonly SpanRef[]): Pick<Measure, 'rests'> {
  if (unknown.length + maybe.length > 0) return {}
  return { rests: { reason: 'no step is one that it speaks of', isIdle: false } }
}

function ofStep({ spans, startUnixNano, endUnixNano }: Step): Timed {
  return { span: spans[0]!, startUnixNano, endUnixNano }
}

function timesOf({ startUnixNano, endUnixNano }: Omit<Timed, 'span'>): Omit<Timed, 'span'> {
  return { startUnixNano, endUnixNano }
}

function stretchesOf(all: readonly Timed[]): Stretches {
  const known: Stretch[] = []
  const unknown: SpanRef[] = []
  for (const { span, startUnixNano: start, endUnixNano: end } of all) {
    if (start === null || end === null || end < start) unknown.push(span)
    else known.push({ span, start, end })
  }
  known.sort((one, other) => (one.start < other.start ? -1 : one.start > other.start ? 1 : 0))
  return { known, unknown }
}
