import { z } from 'zod'

import type { FindingData } from '../model/finding.ts'
import type { Gap, Step } from '../model/step.ts'
import type { Decision } from '../model/selector.ts'
import { spansOf, type Selected } from './count-steps.ts'
import { defaultStateCap } from './options.ts'
import { open, openByGaps, type Outcome } from './outcome.ts'
import { createPlaceTest } from './place-in-order.ts'
import type { ScopedRun, TrajectoryRun } from './trajectory-run.ts'

/** Which of the selected steps must have a property. */
export const occurrence = z
  .union([z.enum(['all', 'any', 'first', 'last']), z.int('is no whole number').min(1, 'is below 1')])
  .describe('Which of the calls: all, any, first, last, or a number from 1. Default: all')
export type Occurrence = z.output<typeof occurrence>

/** Whether the steps that an occurrence means have a property, and what shows it. */
export type OccurrenceDecision =
  | { readonly verdict: 'pass'; readonly activations: number }
  /** The steps that lack it; none where a step was wanted and there is none. */
  | { readonly verdict: 'fail'; readonly activations: number; readonly steps: readonly Step[] }
  /** Left open by holes, or else by what is not known of these steps. */
  | {
      readonly verdict: 'open'
      readonly activations: number
      readonly holes: readonly Gap[]
      readonly steps: readonly Step[]
      /** A search was given up after comparing so many pairs of steps. */
      readonly pairs?: number
    }

interface Evidence {
  readonly run: TrajectoryRun
  readonly scoped: ScopedRun
  /** Of tool steps, calls without a span are holes too. */
  readonly holesOf: 'tools' | undefined
  readonly selected: Selected
  /** Whether a step has the property; undefined where the recording does not say. */
  readonly has: (step: Step) => Decision
  /** Pairs of steps compared before a search is given up. */
  readonly stateCap: number | undefined
}

export function decideOccurrence(which: Occurrence, evidence: Evidence): OccurrenceDecision {
  if (which === 'all') return decideAll(evidence)
  return which === 'any' ? decideAny(evidence) : decidePlace(which, evidence)
}

function decideAll({ selected: { sure, maybe }, scoped, holesOf, has }: Evidence): OccurrenceDecision {
  const activations = sure.length + maybe.length
  const lacking = sure.find((step) => has(step) === false)
  if (lacking !== undefined) return { verdict: 'fail', activations, steps: [lacking] }
  const holes = scoped.holes(holesOf)
  const steps = [...sure, ...maybe].filter((step) => has(step) !== true)
  return holes.length > 0 || steps.length > 0
    ? { verdict: 'open', activations, holes, steps }
    : { verdict: 'pass', activations }
}

function decideAny({ selected: { sure, maybe }, scoped, holesOf, has }: Evidence): OccurrenceDecision {
  const activations = sure.length + maybe.length
  if (sure.some((step) => has(step) === true)) return { verdict: 'pass', activations }
  const holes = scoped.holes(holesOf)
  const steps = [...sure.filter((step) => has(step) === undefined), ...maybe.filter((step) => has(step) !== false)]
  return holes.length > 0 || steps.length > 0
    ? { verdict: 'open', activations, holes, steps }
    : { verdict: 'fail', activations, steps: sure }
}

/** Of concurrent steps each may be the one meant: all of them must have the property. */
function decidePlace(which: 'first' | 'last' | number, evidence: Evidence): OccurrenceDecision {
  const { run, scoped, holesOf, selected, has, stateCap = defaultStateCap } = evidence
  const { sure, maybe } = selected
  const seen = maybe.length === 0 ? sure : inOrder(scoped.steps, selected)
  const activations = seen.length
  const holes = scoped.holes(holesOf)
  // What is missing of a prefix came later than all that is there.
  const isCertain = which !== 'last' && placeOf(which) <= sure.length && scoped.extent(holesOf) === 'prefix'
  if (holes.length > 0 && !isCertain) return { verdict: 'open', activations, holes, steps: [] }
  if (which !== 'last' && placeOf(which) > seen.length) return { verdict: 'pass', activations: 0 }

  const place = which === 'last' ? seen.length : placeOf(which)
  const isMeant = createPlaceTest(seen, place, run.steps.order, stateCap)
  const lacking = sure.find((step) => has(step) === false && isMeant(step) === true)
  // Steps that may not be of the tool leave the first and the last where they are, and move all places between.
  if (lacking !== undefined && (maybe.length === 0 || typeof which === 'string')) {
    return { verdict: 'fail', activations, steps: [lacking] }
  }
  const steps = seen.filter((step) => has(step) !== true && (maybe.length > 0 || isMeant(step) !== false))
  if (steps.length === 0) return { verdict: 'pass', activations }
  const isCapped = maybe.length === 0 && steps.some((step) => isMeant(step) === undefined)
  return { verdict: 'open', activations, holes: [], steps, ...(isCapped ? { pairs: stateCap } : {}) }
}

function inOrder(steps: readonly Step[], { sure, maybe }: Selected): readonly Step[] {
  const selected = new Set([...sure, ...maybe])
  return steps.filter((step) => selected.has(step))
}

function placeOf(which: 'first' | number): number {
  return which === 'first' ? 1 : which
}

/** Outcome of a decision that is open. */
export function openOccurrence(
  { activations, holes, steps, pairs }: Extract<OccurrenceDecision, { verdict: 'open' }>,
  reason: string,
  data: FindingData,
): Outcome {
  const details = { data, counterexample: spansOf(steps.slice(0, 1)) }
  if (holes.length > 0) return openByGaps(activations, holes, details)
  if (pairs === undefined) return open(activations, reason, details)
  return open(activations, 'state-cap', { ...details, data: { ...data, states: pairs } })
}
