import { align, type Alignment } from './alignment.ts'
import { addTallies, tally, type Lost, type Tally } from './fitness.ts'
import type { Observed, Relate, Relation } from './observed.ts'
import type { Plan, PlanStep } from './plan.ts'
import { judge, type JudgedStep, type Judgement } from './verdicts.ts'

/** One version of a plan, and how observed steps serve it. */
export interface PlanVersion {
  readonly version: number
  readonly plan: Plan
  readonly relate: Relate
}

export interface AdherenceOptions {
  /** In the order they were emitted; at least one. */
  readonly versions: readonly [PlanVersion, ...PlanVersion[]]
  readonly observed: Observed
  /** Index of the version that held when an observed step started; -1 before the first. */
  readonly epochOf: (position: number) => number
  /** The last version was withdrawn: nothing more of it was due. */
  readonly isWithdrawn?: boolean
  readonly isAborted?: boolean
  /** States of each search; default a million. */
  readonly stateCap?: number
}

/** One version held against the steps that were observed while it held. */
export interface Epoch extends Judgement {
  readonly version: number
  readonly alignment: Alignment
}

/** A run held against all versions of its plan. */
export interface Adherence {
  readonly epochs: readonly Epoch[]
  readonly tally: Tally
  /** One verdict for each step id, in the order they were first planned: the one that stands in the end. */
  readonly steps: readonly JudgedStep[]
  /** Positions that account for no plan step, ascending. */
  readonly inserted: readonly number[]
  /** Positions that acted before a later version planned it: they satisfy nothing. */
  readonly retroactive: readonly number[]
  /** Positions of insertions that fail outright. */
  readonly denied: readonly number[]
  readonly ties: boolean | null
  readonly isApproximate: boolean
}

/** Holds observed steps against the versions of a plan, each against its own segment; finished steps carry over. */
export function adhere(options: AdherenceOptions): Adherence {
  const { versions, observed } = options
  const epochs = alignEpochs(options, false)
  const inserted = epochs.flatMap((epoch) => epoch.inserted)
  const retroactive = findRetroactive(options, epochs)
  return {
    epochs: epochs.map(({ version, alignment, steps, inserted: own, reordered }) => ({
      version,
      alignment,
      steps,
      inserted: own,
      reordered,
    })),
    tally: addTallies(
      epochs.map((epoch, index) => tally(versions[index]!.plan, observed, epoch.positions, epoch.alignment, epoch)),
    ),
    steps: mergeSteps(versions, epochs),
    inserted: inserted.filter((position) => !retroactive.includes(position)).sort((one, other) => one - other),
    retroactive,
    denied: epochs
      .flatMap(({ alignment }) => alignment.inserted.filter((position) => observed.steps[position]!.isDenied))
      .sort((one, other) => one - other),
    ties: epochs.some(({ alignment }) => alignment.ties === true)
      ? true
      : epochs.some(({ alignment }) => alignment.ties === null)
        ? null
        : false,
    isApproximate: epochs.some(({ alignment }) => alignment.isApproximate),
  }
}

/** The best that a run may have been when the evidence lost steps; `missing` of them are known, null for nobody knows. */
export function bestCase(options: AdherenceOptions, missing: number | null): Lost {
  const epochs = alignEpochs(options, true)
  const total = (of: (alignment: Alignment) => number): number =>
    epochs.reduce((sum, { alignment }) => sum + of(alignment), 0)
  return {
    missing,
    cost: total(({ leastCost }) => leastCost),
    worst: total(
      ({ planCost, observedCost, skipped }) =>
        planCost + observedCost + skipped.reduce((sum, { executions }) => sum + executions * 1000, 0),
    ),
  }
}

interface AlignedEpoch extends Epoch {
  readonly positions: readonly number[]
}

function alignEpochs(options: AdherenceOptions, hasFreeSkips: boolean): AlignedEpoch[] {
  const { versions, observed, isWithdrawn = false, isAborted = false, stateCap } = options
  const carried = new Map<string, number>()
  return versions.map(({ version, plan, relate }, index) => {
    const positions = [...observed.steps.keys()].filter((position) => options.epochOf(position) === index)
    const isLast = index === versions.length - 1
    const alignment = align(plan, observed, relate, {
      positions,
      carried: new Map(carried),
      isPrefix: isWithdrawn || !isLast,
      hasFreeSkips,
      ...(stateCap === undefined ? {} : { stateCap }),
    })
    const judgement = judge({ plan, observed, relate, alignment, positions, isAborted: isAborted && isLast })
    for (const { step } of [...alignment.pairs, ...judgement.reordered]) {
      const { id } = plan.steps[step]!
      carried.set(id, (carried.get(id) ?? 0) + 1)
    }
    return { version, alignment, positions, ...judgement }
  })
}

/** Of the versions that have a step the last one decides, unless it was finished before. */
function mergeSteps(versions: readonly PlanVersion[], epochs: readonly Epoch[]): JudgedStep[] {
  const merged = new Map<string, JudgedStep>()
  for (const [index, { steps }] of epochs.entries()) {
    for (const step of steps) {
      const earlier = merged.get(step.id)
      // What was done of a step before counts towards what is required of it.
      const done = Math.min(step.required, (earlier?.done ?? 0) + step.done)
      const positions = [...(earlier?.positions ?? []), ...step.positions]
      const isCritical = step.isCritical || earlier?.isCritical === true
      const attempts = Math.max(step.attempts, earlier?.attempts ?? 0)
      merged.set(step.id, { ...step, verdict: mergedVerdict(earlier, step), positions, attempts, isCritical, done })
    }
    // A finished step that a later version marks as critical was not judged again.
    for (const { id, isCritical } of versions[index]!.plan.steps) {
      const judged = merged.get(id)
      if (isCritical && judged !== undefined && !judged.isCritical) merged.set(id, { ...judged, isCritical })
    }
  }
  return [...merged.values()]
}

/** A step that may be repeated and was done before need not be done again. */
function mergedVerdict(earlier: JudgedStep | undefined, step: JudgedStep): JudgedStep['verdict'] {
  const isOnlyRepeat = step.verdict === 'optional-skipped' || step.verdict === 'withdrawn'
  return earlier !== undefined && earlier.positions.length > 0 && isOnlyRepeat && earlier.done >= earlier.required
    ? earlier.verdict
    : step.verdict
}

/** What acted before a version that plans it and never sees it done. */
function findRetroactive({ versions, observed, epochOf }: AdherenceOptions, epochs: readonly Epoch[]): number[] {
  const undone = epochs.map(
    ({ steps }) => new Set(steps.filter(({ positions }) => positions.length === 0).map(({ id }) => id)),
  )
  const loose = new Set(epochs.flatMap(({ inserted }) => inserted))
  return [...observed.steps.keys()].filter((position) => {
    const epoch = epochOf(position)
    if (observed.steps[position]!.isFailed || (epoch !== -1 && !loose.has(position))) return false
    return versions.some(
      ({ relate }, index) => index > epoch && [...undone[index]!].some((id) => relate(position, id) === 'match'),
    )
  })
}

/**
 * How far the last version is from the first, from 0 (the same) to 1 (nothing in common): the cost of their alignment over
 * its worst, every step of both executed once. `sameAction` says how a step of the last serves one of the first.
 */
export function planDrift(
  first: Plan,
  last: Plan,
  sameAction: (lastId: string, firstId: string) => Relation | undefined,
): number {
  const once = (step: PlanStep): PlanStep => ({ ...step, isOptional: false, min: 1, max: 1, choices: [] })
  const observed: Observed = {
    steps: last.steps.map(({ weight }) => ({
      insertCost: weight,
      isFree: false,
      isDenied: false,
      isFailed: false,
      attempts: 1,
    })),
    before: last.precedes,
  }
  const plan: Plan = { steps: first.steps.map(once), precedes: first.precedes }
  const { leastCost, planCost, observedCost } = align(plan, observed, (position, id) =>
    sameAction(last.steps[position]!.id, id),
  )
  return leastCost / (planCost + observedCost)
}

/** Versions that must have been there before the last and are not known, ascending; at most a hundred. */
export function missingVersions(versions: readonly number[]): number[] {
  const known = new Set(versions)
  const last = versions.reduce((most, version) => Math.max(most, version), 0)
  const missing: number[] = []
  for (let version = 1; version < last && missing.length < 100; version++)
    if (!known.has(version)) missing.push(version)
  return missing
}
