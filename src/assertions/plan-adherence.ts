import { z } from 'zod'

import type { FindingData } from '../model/finding.ts'
import type { SpanRef } from '../model/step.ts'
import { text } from '../schema/index.ts'
import { defineAssertion, type AssertionContext } from './assertion.ts'
import { spansOf } from './count-steps.ts'
import { showDifferences } from './difference.ts'
import { stepWords } from './observed-steps.ts'
import { defaultStateCap, fullForm } from './options.ts'
import { fail, open, openByGaps, pass, type Outcome } from './outcome.ts'
import { fitnessInterval, score, type Interval } from './plan/fitness.ts'
import { observeSteps, type ObservedRun } from './plan/observe-steps.ts'
import { pinRead, planReads } from './plan/plan-carriers.ts'
import { describePlanProblem, lostEvidence, notObserved, withoutPlan, type LostEvidence } from './plan/plan-evidence.ts'
import { kindsShape, plannedKinds, share } from './plan/plan-options.ts'
import {
  createPlanFinder,
  onePlan,
  sourceShape,
  stepsOf,
  type SourcedPlan,
  type SourcedVersion,
} from './plan/plan-source.ts'
import { adhere, bestCase, planDrift, type Adherence } from './plan/replans.ts'
import { missedCritical, stepVerdicts, type MissedStep, type StepVerdict } from './plan/verdicts.ts'
import { stepName } from './step-selector.ts'

const full = fullForm(() => ({
  ...sourceShape,
  min: share.optional().describe('Least fitness, from 0 to 1. Default: 1'),
  critical: z
    .array(text)
    .min(1, 'the list is empty')
    .optional()
    .describe('Ids of steps that must be done, whatever the fitness'),
  criticalAccepts: z
    .array(z.enum(stepVerdicts))
    .optional()
    .describe('Verdicts that count as done for critical steps too'),
  kinds: kindsShape,
  free: z.array(stepName).optional().describe('Names of steps that may be inserted at no cost'),
  insert: z
    .record(stepName, z.union([z.number().min(0, 'is below 0').max(1000, 'is above 1000'), z.literal('denied')]))
    .optional()
    .describe('Cost of an inserted step by name, or `denied`; `default` of all others, 1 unless given'),
}))
  .refine(({ plan, extract }) => plan === undefined || extract === undefined, onePlan)
  .superRefine(({ plan, critical = [] }, context) => {
    if (plan === undefined) return
    const ids = new Set(stepsOf(plan).map(({ id }) => id))
    for (const [index, id] of critical.entries()) {
      if (!ids.has(id))
        context.addIssue({ code: 'custom', path: ['critical', index], message: `\`${id}\` is no step of the plan` })
    }
  })

interface Limits {
  readonly min: number
  readonly critical: readonly string[]
  readonly accepts: readonly StepVerdict[]
  /** Some insertions fail outright: a lost step may be one. */
  readonly denies: boolean
  /** A lost step costs more than 1. */
  readonly isDear: boolean
}

/** Fitness is a quotient: what is a rounding error apart is equal. */
const tolerance = 1e-9

export const planAdherence = defineAssertion({
  id: 'plan-adherence',
  summary: 'Requires that a run keeps to its plan',
  scope: 'own',
  options: full,
  compile(options, context) {
    const { min = 1, critical = [], criticalAccepts = [], kinds = plannedKinds, free = [], insert = {} } = options
    const { scope = 'own', stateCap = defaultStateCap } = options
    const finder = createPlanFinder(options)
    const costs = Object.values(insert)
    const limits: Limits = {
      min,
      critical,
      accepts: criticalAccepts,
      denies: costs.includes('denied'),
      isDear: costs.some((cost) => cost !== 'denied' && cost > 1),
    }
    return {
      content: { args: true, ...finder.content },
      reads: options.plan === undefined ? [...planReads, pinRead] : [pinRead],
      check(run) {
        const scoped = run.within(scope, context.agent)
        const plan = finder.find(run, scoped)
        if ('reason' in plan) return withoutPlan(plan)
        const observed = observeSteps(run, scoped, plan, { kinds, rules: { free, insert } })
        if ('reason' in observed) return notObserved(observed, scoped, scoped.steps)
        const isAborted = run.steps.steps.some(
          ({ kind, scope: around, status }) =>
            kind === 'agent' && around === null && (status === 'error' || status === 'cancelled'),
        )
        const more = { stateCap, isAborted }
        const best = adhere({ ...observed.best, ...more })
        const worst = observed.worst === observed.best ? best : adhere({ ...observed.worst, ...more })
        const lost = lostEvidence(scoped, plan)
        const upper = lost.holes.length === 0 ? undefined : bestCase({ ...observed.best, ...more }, lost.missing)
        const interval = intervalOf(best, worst, lost, limits, upper)
        return decide({ plan, observed, best, worst, lost, interval }, limits, context)
      },
    }
  },
  describe(data, place) {
    const problem = describePlanProblem('plan-adherence', data, place)
    if (problem !== undefined) return problem
    const { reason, step, tool, fitness, min } = data
    const verdict = data['verdict'] as StepVerdict | null
    const deviation = data['deviation'] as string | null
    if (reason === 'critical-missed') {
      const became = verdict === null ? 'is not in the plan' : `is ${verdict}`
      return {
        message: `${place} does not do critical plan step \`${String(step)}\`: it ${became}`,
        help: 'make the agent do the step as planned, or take it from `critical`',
      }
    }
    if (reason === 'denied-insertion') {
      return {
        message: `${place} does \`${String(tool)}\`, which its plan does not have and \`insert\` denies`,
        help: 'take the tool from the agent, or plan the step',
      }
    }
    const first = deviation === null ? '' : `; ${deviation}`
    return {
      message: `${place} keeps to its plan with fitness ${decimal(fitness)}, expected at least ${decimal(min)}${first}`,
      help: 'make the agent follow its plan, declare what may stand in under `or`, or lower `min`',
    }
  },
})

interface Held {
  readonly plan: SourcedPlan
  readonly observed: ObservedRun
  readonly best: Adherence
  readonly worst: Adherence
  readonly lost: LostEvidence
  readonly interval: Interval
}

function intervalOf(
  best: Adherence,
  worst: Adherence,
  { holes, missing, mayHidePlan }: LostEvidence,
  { isDear }: Limits,
  upper: ReturnType<typeof bestCase> | undefined,
): Interval {
  if (mayHidePlan) return { lower: 0, upper: 1 }
  if (holes.length === 0 || upper === undefined) {
    return { lower: fitnessInterval(worst.tally).lower, upper: fitnessInterval(best.tally).upper }
  }
  const known = { ...upper, missing: isDear ? null : missing }
  return { lower: fitnessInterval(worst.tally, known).lower, upper: fitnessInterval(best.tally, known).upper }
}

function decide(held: Held, { min, critical, accepts, denies }: Limits, { show }: AssertionContext): Outcome {
  const { observed, best, worst, lost, interval } = held
  const isComplete = lost.holes.length === 0
  const isApproximate = best.isApproximate || worst.isApproximate
  const missed = missedCritical(best.steps, critical, accepts)
  const missedAtWorst = missedCritical(worst.steps, critical, accepts)
  const isMissed = missed.filter(({ id }) => missedAtWorst.some((one) => one.id === id))
  const denied = best.denied.filter(
    (position) => worst.denied.includes(position) && (isComplete || !observed.isRelated(position)),
  )
  const data = { ...dataOf(held, show), min }
  const at = (positions: readonly number[]): readonly SpanRef[] =>
    spansOf(positions.map((position) => observed.steps[position]!))

  const [deniedFirst] = lost.mayHidePlan ? [] : denied
  if (deniedFirst !== undefined) {
    const { name, kind } = observed.steps[deniedFirst]!
    return fail(1, 'denied-insertion', { data: { ...data, tool: name ?? kind }, counterexample: at([deniedFirst]) })
  }
  const [missedFirst] = isMissed
  if (missedFirst !== undefined && isComplete && !isApproximate) {
    const details = { ...data, step: missedFirst.id, verdict: missedFirst.verdict }
    return fail(1, 'critical-missed', { data: details, counterexample: at(shownBy(missedFirst, best)) })
  }
  // Below a half a lost step may be worth more than the bound takes it for.
  if (interval.upper < min - tolerance && (isComplete || min >= 0.5)) {
    return fail(1, 'fitness-low', { data, counterexample: at(deviating(best)) })
  }
  const isProven = interval.lower >= min - tolerance && missedAtWorst.length === 0
  if (!isComplete && (!isProven || denies || lost.mayHidePlan)) return openByGaps(1, lost.holes, { data })
  if (isProven && worst.denied.length === 0) return pass(score(best.tally, best.steps).isVacuous ? 0 : 1)
  if (isApproximate) {
    const states = best.epochs.reduce((sum, { alignment }) => sum + alignment.states, 0)
    return open(1, 'state-cap', { data: { ...data, states } })
  }
  return open(1, 'content-unknown', { data, counterexample: at(deviating(worst)) })
}

/** What was done for a critical step, or else instead of it. */
function shownBy({ id }: MissedStep, adherence: Adherence): readonly number[] {
  const own = adherence.steps.find((step) => step.id === id)?.positions ?? []
  return own.length > 0 ? own : [...adherence.retroactive, ...adherence.inserted]
}

const kept: ReadonlySet<StepVerdict> = new Set(['done', 'done-after-retry', 'optional-skipped', 'withdrawn'])

function deviating({ steps, inserted, retroactive }: Adherence): readonly number[] {
  return [
    ...steps.filter(({ verdict }) => !kept.has(verdict)).flatMap(({ positions }) => positions),
    ...inserted,
    ...retroactive,
  ].sort((one, other) => one - other)
}

const listedSteps = 60

function dataOf({ plan, observed, best, worst, interval }: Held, show: AssertionContext['show']): FindingData {
  const { fitness, coverage, precision, concordance } = score(best.tally, best.steps)
  const { steps } = observed
  const rowOf = (position: number, verdict: string): FindingData => ({
    id: null,
    verdict,
    observed: stepWords(steps[position]!),
    span: steps[position]!.id,
    attempts: steps[position]!.attempts.length,
    diff: [],
  })
  const actionOf = (
    id: string,
  ): SourcedVersion['actions'] extends ReadonlyMap<string, infer One> ? One | undefined : never =>
    plan.versions.findLast(({ actions }) => actions.has(id))?.actions.get(id)
  const planned = best.steps.map(({ id, verdict, positions, attempts }): FindingData => {
    const [first] = positions
    const action = actionOf(id)?.action
    const differences =
      verdict === 'args-deviated' && first !== undefined ? (action?.differences(steps[first]!) ?? []) : []
    return {
      id,
      verdict,
      observed: first === undefined ? null : positions.map((position) => stepWords(steps[position]!)).join(', '),
      span: first === undefined ? null : steps[first]!.id,
      attempts,
      diff: showDifferences(
        action?.isRecorded === true
          ? differences.map((one) => ({ ...one, expected: show(one.expected) }))
          : differences,
        show,
      ),
    }
  })
  const loose = [
    ...best.inserted.map((position) => [position, 'inserted'] as const),
    ...best.retroactive.map((position) => [position, 'retroactive'] as const),
  ].sort(([one], [other]) => one - other)
  const off = best.steps.find(({ verdict }) => !kept.has(verdict))
  return {
    source: plan.source,
    versions: plan.versions.map(({ version }) => version),
    fitness,
    interval: [interval.lower, interval.upper],
    cost: best.tally.cost / 1000,
    worst: best.tally.worst / 1000,
    coverage,
    precision,
    concordance,
    steps: [...planned, ...loose.map(([position, verdict]) => rowOf(position, verdict))].slice(0, listedSteps),
    inserted: best.inserted.slice(0, listedSteps).map((position) => steps[position]!.id),
    drift: driftOf(plan),
    ties: best.ties,
    approximate: best.isApproximate || worst.isApproximate,
    deviation: off === undefined ? insertionWords(best, observed) : `plan step \`${off.id}\` is ${off.verdict}`,
  }
}

function insertionWords({ inserted, retroactive }: Adherence, { steps }: ObservedRun): string | null {
  const [first] = [...inserted, ...retroactive]
  return first === undefined ? null : `\`${steps[first]!.name ?? steps[first]!.kind}\` is not planned`
}

/** How far the last version is from the first; 0 for a plan that stayed as it was. */
function driftOf({ versions }: SourcedPlan): number {
  const [first] = versions
  const last = versions.at(-1)!
  if (first === last) return 0
  return planDrift(first.plan, last.plan, (lastId, firstId) => {
    const [now, then] = [last.actions.get(lastId)?.action, first.actions.get(firstId)?.action]
    if (now === undefined || then === undefined) return lastId === firstId ? 'match' : undefined
    if (now.key === then.key) return 'match'
    return now.nameKey === then.nameKey ? 'args-differ' : undefined
  })
}

function decimal(value: unknown): string {
  return String(Math.round(Number(value) * 1e6) / 1e6)
}
