import type { FindingData } from '../model/finding.ts'
import type { Gap, Step } from '../model/step.ts'
import type { Decision } from '../model/selector.ts'
import { fail, open, openByGaps, pass, type Outcome } from './outcome.ts'

/** Steps that a selector takes, and those of which nobody can say. */
export interface Selected {
  readonly sure: readonly Step[]
  readonly maybe: readonly Step[]
}

export function selectSteps(steps: readonly Step[], selects: (step: Step) => Decision): Selected {
  const sure: Step[] = []
  const maybe: Step[] = []
  for (const step of steps) {
    const decision = selects(step)
    if (decision === true) sure.push(step)
    else if (decision === undefined) maybe.push(step)
  }
  return { sure, maybe }
}

export interface CountLimits {
  readonly min: number
  /** Infinity for none. */
  readonly max: number
}

/**
 * Whether a number of steps is within limits, both inclusive: too many are proven by what is seen, too few only where
 * nothing can be missing. `sizeOf` counts other things than steps.
 */
export function decideCount(
  { sure, maybe }: Selected,
  { min, max }: CountLimits,
  holes: readonly Gap[],
  details: Pick<Outcome, 'data' | 'absentNames'> = {},
  sizeOf: (step: Step) => number = () => 1,
): Outcome {
  const sum = (steps: readonly Step[]): number => steps.reduce((total, step) => total + sizeOf(step), 0)
  const count = sum(sure)
  const most = count + sum(maybe)
  // "None" speaks of the whole run; all else of steps that are there.
  const seen = Math.max(sure.length + maybe.length, max === 0 ? 1 : 0)
  const data = { count, min, max: Number.isFinite(max) ? max : null, ...details.data }
  if (count > max)
    return fail(seen, 'too-many', { ...details, data, counterexample: spansOf(overflow(sure, max, sizeOf)) })
  if (most < min && holes.length === 0)
    return fail(seen, 'too-few', { ...details, data, counterexample: spansOf(sure) })
  const isOpenAbove = Number.isFinite(max) && (most > max || holes.length > 0)
  if (count >= min && !isOpenAbove) return pass(seen)
  return holes.length > 0
    ? openByGaps(seen, holes, { ...details, data })
    : open(seen, 'content-unknown', { ...details, data, counterexample: spansOf(maybe) })
}

/** Size of a step where tries are counted. */
export function attemptsOf({ attempts }: Step): number {
  return attempts.length
}

/** The first steps that together are more than allowed. */
function overflow(steps: readonly Step[], max: number, sizeOf: (step: Step) => number): readonly Step[] {
  let total = 0
  const enough = steps.findIndex((step) => (total += sizeOf(step)) > max)
  return steps.slice(0, enough + 1)
}

/** The outermost span of each step: what a finding points at. */
export function spansOf(steps: readonly Step[]): readonly Step['spans'][number][] {
  return steps.flatMap(({ spans }) => spans.slice(0, 1))
}

/** The limits in the data of a count, in words. */
export function rangeWords(data: FindingData): string {
  const { min, max } = data as { readonly min: number; readonly max: number | null }
  if (max === null) return `at least ${min}`
  if (min === max) return String(min)
  return min === 0 ? `at most ${max}` : `${min} to ${max}`
}
