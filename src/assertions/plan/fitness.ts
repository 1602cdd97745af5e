import type { Alignment } from './alignment.ts'
import { insertionCost, type Observed } from './observed.ts'
import type { Plan } from './plan.ts'
import type { JudgedStep, Judgement } from './verdicts.ts'

/** Sums that scores are made of; costs are integer thousandths. */
export interface Tally {
  readonly cost: number
  /** Proven: the true cost is not less. */
  readonly leastCost: number
  /** Everything observed inserted, and the cheapest complete run of the plan skipped. */
  readonly worst: number
  /** Observed steps that are not free, and how many of them account for a plan step, in whatever order. */
  readonly observed: number
  readonly paired: number
  /** Pairs of accounted plan steps that the plan orders, and how many of them did not run the other way round. */
  readonly ordered: number
  readonly kept: number
}

/** The sums of one alignment. */
export function tally(
  plan: Plan,
  observed: Observed,
  positions: readonly number[],
  alignment: Alignment,
  { reordered }: Pick<Judgement, 'reordered'>,
): Tally {
  const pairs = [...alignment.pairs, ...reordered]
  const isCounted = (position: number): boolean => insertionCost(observed.steps[position]!) > 0
  let ordered = 0
  let kept = 0
  for (const one of pairs) {
    for (const other of pairs) {
      if (!plan.precedes(one.step, other.step)) continue
      ordered++
      if (!observed.before(other.position, one.position)) kept++
    }
  }
  return {
    cost: alignment.cost,
    leastCost: alignment.leastCost,
    worst: alignment.planCost + alignment.observedCost,
    observed: positions.filter(isCounted).length,
    paired: pairs.filter(({ position }) => isCounted(position)).length,
    ordered,
    kept,
  }
}

export function addTallies(tallies: readonly Tally[]): Tally {
  const total = (key: keyof Tally): number => tallies.reduce((sum, one) => sum + one[key], 0)
  return {
    cost: total('cost'),
    leastCost: total('leastCost'),
    worst: total('worst'),
    observed: total('observed'),
    paired: total('paired'),
    ordered: total('ordered'),
    kept: total('kept'),
  }
}

/** How well a run kept to its plan, each from 0 to 1; null where there was nothing to measure. */
export interface Score {
  /** 1 − cost / worst. */
  readonly fitness: number
  /** Nothing could have cost anything, so that the fitness of 1 says nothing. */
  readonly isVacuous: boolean
  /** Weight done of the weight required. */
  readonly coverage: number | null
  /** Observed steps that account for a plan step, of those that are not free. */
  readonly precision: number | null
  /** Ordered pairs kept of the ordered pairs of the plan. */
  readonly concordance: number | null
}

export function score(sums: Tally, steps: readonly JudgedStep[]): Score {
  const asked = steps.filter(({ verdict }) => verdict !== 'withdrawn')
  return {
    fitness: fitnessOf(sums.cost, sums.worst),
    isVacuous: sums.worst === 0,
    coverage: ratio(
      asked.reduce((sum, { weight, done }) => sum + weight * done, 0),
      asked.reduce((sum, { weight, required }) => sum + weight * required, 0),
    ),
    precision: ratio(sums.paired, sums.observed),
    concordance: ratio(sums.kept, sums.ordered),
  }
}

/** 1 for the best, 0 for the worst; 1 where there is nothing to do and nothing was done. */
export function fitnessOf(cost: number, worst: number): number {
  return worst === 0 ? 1 : 1 - cost / worst
}

/** Between what the fitness of the whole run lies, whatever the evidence lost. */
export interface Interval {
  readonly lower: number
  readonly upper: number
}

export interface Lost {
  /** Steps known to be missing; null when nobody knows how many. */
  readonly missing: number | null
  /** Cost of the same alignment with free skips, and its worst with each free skip as a matched step. */
  readonly cost: number
  readonly worst: number
}

/** Without `lost` the evidence is complete, and only a capped search leaves room. */
export function fitnessInterval(sums: Pick<Tally, 'cost' | 'leastCost' | 'worst'>, lost?: Lost): Interval {
  if (lost === undefined)
    return { lower: fitnessOf(sums.cost, sums.worst), upper: fitnessOf(sums.leastCost, sums.worst) }
  const inserted = (lost.missing ?? 0) * 1000
  return {
    lower: lost.missing === null ? 0 : fitnessOf(sums.cost + inserted, sums.worst + inserted),
    upper: fitnessOf(lost.cost, lost.worst),
  }
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}
