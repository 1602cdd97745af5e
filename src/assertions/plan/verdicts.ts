import type { Alignment } from './alignment.ts'
import type { Pair, Skip } from './ends.ts'
import type { Observed, Relate } from './observed.ts'
import type { Plan } from './plan.ts'
import { matchSlots } from './slots.ts'

export const stepVerdicts = [
  'done',
  'done-after-retry',
  'args-deviated',
  'substituted',
  'reordered',
  'skipped',
  'optional-skipped',
  'withdrawn',
  'blocked',
  'not-reached',
] as const
export type StepVerdict = (typeof stepVerdicts)[number]

/** What became of one plan step. */
export interface JudgedStep {
  readonly id: string
  readonly verdict: StepVerdict
  /** Positions of the observed steps that account for it, ascending. */
  readonly positions: readonly number[]
  /** Most tries of one of them; 0 without any. */
  readonly attempts: number
  readonly isCritical: boolean
  /** Thousandths. */
  readonly weight: number
  /** Executions that the plan requires, and how many of them were done, in whatever order. */
  readonly required: number
  readonly done: number
}

export interface Judgement {
  /** Steps of branches not taken, and those finished under an earlier version, have no verdict. */
  readonly steps: readonly JudgedStep[]
  /** Positions that account for no plan step, not even out of order. */
  readonly inserted: readonly number[]
  /** Observed steps that are a plan step's action out of order. */
  readonly reordered: readonly Pair[]
}

export interface JudgeOptions {
  readonly plan: Plan
  readonly observed: Observed
  readonly relate: Relate
  readonly alignment: Alignment
  /** Positions that were aligned. */
  readonly positions: readonly number[]
  /** The run ended before its time: what was still to come was not reached. */
  readonly isAborted: boolean
}

/** Says of each plan step what became of it. The cost of the alignment stays as it is. */
export function judge(options: JudgeOptions): Judgement {
  const { plan, observed, relate, alignment } = options
  const reordered = findReordered(options)
  const used = new Set(reordered.map(({ position }) => position))
  const pairsOf = Map.groupBy(alignment.pairs, ({ step }) => step)
  const reorderedOf = Map.groupBy(reordered, ({ step }) => step)
  const skipsOf = Map.groupBy(alignment.skipped, ({ step }) => step)
  const rest = new Set(alignment.rest)
  const served = new Set([...pairsOf.keys(), ...reorderedOf.keys()])
  const hasFailed = plan.steps.map(
    ({ id, allowsFailed }, step) =>
      !served.has(step) &&
      !allowsFailed &&
      options.positions.some((position) => observed.steps[position]!.isFailed && relate(position, id) !== undefined),
  )

  const lacking = (step: number): StepVerdict => {
    if (hasFailed.some((failed, other) => failed && plan.precedes(other, step))) return 'blocked'
    const hasLater = [...served].some((other) => plan.precedes(step, other))
    return options.isAborted && !hasLater ? 'not-reached' : 'skipped'
  }
  const steps = plan.steps.flatMap((declared, step): JudgedStep[] => {
    const pairs = pairsOf.get(step) ?? []
    const late = reorderedOf.get(step) ?? []
    const skips = skipsOf.get(step) ?? []
    const open = executions(skips.filter(({ cost }) => cost > 0)) - late.length
    const isRest = rest.has(step)
    if (pairs.length + late.length + skips.length === 0 && !isRest) return []
    const positions = [...pairs, ...late].map(({ position }) => position).sort((one, other) => one - other)
    const attempts = positions.reduce((most, position) => Math.max(most, observed.steps[position]!.attempts), 0)
    const isServed = positions.length > 0
    const verdict = (): StepVerdict => {
      if (open > 0) return lacking(step)
      if (isRest) return 'withdrawn'
      if (!isServed) return 'optional-skipped'
      if (pairs.some(({ relation }) => relation === 'alternative')) return 'substituted'
      if (pairs.some(({ relation }) => relation === 'args-differ')) return 'args-deviated'
      if (late.length > 0) return 'reordered'
      return attempts > 1 ? 'done-after-retry' : 'done'
    }
    const required = declared.isOptional ? 0 : declared.min
    const matched = pairs.filter(({ relation }) => relation === 'match').length + late.length
    const { id, isCritical, weight } = declared
    return [
      { id, verdict: verdict(), positions, attempts, isCritical, weight, required, done: Math.min(required, matched) },
    ]
  })
  return { steps, inserted: alignment.inserted.filter((position) => !used.has(position)), reordered }
}

/** Pairs what was left out with insertions of the same action, as many as can be. */
function findReordered({ plan, observed, relate, alignment }: JudgeOptions): Pair[] {
  // Each in turn keeps its place in the matching, so what matters most goes first.
  const rank = ({ step, cost }: Skip): number => (plan.steps[step]!.isCritical ? 0 : cost > 0 ? 1 : 2)
  const skips = [...alignment.skipped].sort((one, other) => rank(one) - rank(other) || one.step - other.step)
  const slots = skips.flatMap(({ step, executions: count }) => {
    const { id, allowsFailed } = plan.steps[step]!
    const candidates = alignment.inserted.filter(
      (position) => (allowsFailed || !observed.steps[position]!.isFailed) && relate(position, id) === 'match',
    )
    return Array.from({ length: Math.min(count, candidates.length) }, () => ({ step, candidates }))
  })
  return matchSlots(slots.map(({ candidates }) => candidates)).flatMap((position, slot) =>
    position === undefined ? [] : [{ position, step: slots[slot]!.step, relation: 'match' as const }],
  )
}

function executions(skips: readonly Skip[]): number {
  return skips.reduce((sum, skip) => sum + skip.executions, 0)
}

const accepted: readonly StepVerdict[] = ['done', 'done-after-retry', 'reordered']

/** A critical step that was not done; null where the plan has no such step, or has it in a branch not taken. */
export interface MissedStep {
  readonly id: string
  readonly verdict: StepVerdict | null
}

/** Critical steps, by id or by their own mark, that were not done; `accepts` adds verdicts that count as done. */
export function missedCritical(
  steps: readonly JudgedStep[],
  critical: readonly string[],
  accepts: readonly StepVerdict[] = [],
): MissedStep[] {
  const missed = steps
    .filter(({ id, isCritical }) => isCritical || critical.includes(id))
    .filter(({ verdict }) => !accepted.includes(verdict) && !accepts.includes(verdict))
    .map(({ id, verdict }) => ({ id, verdict }))
  const absent = [...new Set(critical)].filter((wanted) => !steps.some(({ id }) => id === wanted))
  return [...missed, ...absent.map((id) => ({ id, verdict: null }))]
}
