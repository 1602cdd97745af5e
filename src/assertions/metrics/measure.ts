import type { Gap, SpanRef } from '../../model/step.ts'
import { fail, open, openByGaps, type Outcome, type RestingPart } from '../outcome.ts'

/** What a run shows of one metric, measured against its limit. */
export interface Measure {
  /** How much is proven, in the unit of the limit; Infinity where no number says it. */
  readonly value: number
  /** The span at which it first passed the limit. */
  readonly crossedAt?: SpanRef | undefined
  /** What would count and does not say how much. */
  readonly unknown?: readonly SpanRef[]
  /** Why it does not: the reason of an outcome that this leaves open. */
  readonly reason?: string
  /** Holes that may hide more of it. */
  readonly holes?: readonly Gap[]
  /** More evidence could make it smaller: a part of it proves nothing. */
  readonly mayFall?: true
  /** The run gives nothing to measure, and why. */
  readonly rests?: Pick<RestingPart, 'reason' | 'isIdle'>
}

/** An amount that one span adds; null where it does not say. `isPart`: it adds at least this. */
export interface Amount {
  readonly span: SpanRef
  readonly amount: number | null
  readonly isPart?: boolean
}

/** The sum of amounts in order of time, and where it first passed the limit. */
export function sumUp(amounts: readonly Amount[], limit: number): Measure {
  let value = 0
  let crossedAt: SpanRef | undefined
  for (const { span, amount } of amounts) {
    value += amount ?? 0
    if (value > limit) crossedAt ??= span
  }
  return { value, crossedAt, unknown: unknownOf(amounts) }
}

/** The largest of amounts, and the first above the limit. */
export function largest(amounts: readonly Amount[], limit: number): Measure {
  const value = amounts.reduce((most, { amount }) => Math.max(most, amount ?? 0), 0)
  const crossing = amounts.find(({ amount }) => amount !== null && amount > limit)
  return { value, crossedAt: crossing?.span, unknown: unknownOf(amounts) }
}

function unknownOf(amounts: readonly Amount[]): readonly SpanRef[] {
  return amounts.flatMap(({ span, amount, isPart }) => (amount === null || isPart === true ? [span] : []))
}

const listedSpans = 20

/**
 * A measure against an inclusive limit. What is known refutes it as soon as it is more; it holds only where nothing is
 * unknown and nothing can be missing.
 */
export function judgeMeasure(part: string, measure: Measure, limit: number): Outcome {
  const { value, crossedAt, unknown = [], holes = [], mayFall, rests } = measure
  if (rests !== undefined) return { verdict: 'pass', activations: 0, resting: [{ part, ...rests }] }
  const isWhole = unknown.length === 0 && holes.length === 0
  const data = {
    metric: part,
    limit,
    value: isWhole && Number.isFinite(value) ? value : null,
    known: Number.isFinite(value) ? value : null,
    unknownSpans: unknown.slice(0, listedSpans).map(({ spanId }) => spanId),
    crossedAt: crossedAt?.spanId ?? null,
  }
  if (value > limit && (isWhole || mayFall !== true)) {
    return fail(1, 'exceeded', { data, counterexample: crossedAt === undefined ? [] : [crossedAt] })
  }
  if (unknown.length > 0) {
    const details = { data: { ...data, unknown: unknown.length }, counterexample: unknown.slice(0, 1) }
    return open(1, measure.reason ?? 'content-unknown', details)
  }
  if (holes.length > 0) return openByGaps(1, holes, { data })
  return { verdict: 'pass', activations: 1 }
}
