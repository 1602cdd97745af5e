import { z } from 'zod'

import { defineAssertion } from './assertion.ts'
import { spansOf } from './count-steps.ts'
import { defaultStateCap, fullForm } from './options.ts'
import { fail, open, openByGaps, pass } from './outcome.ts'
import { score } from './plan/fitness.ts'
import { observeSteps, type ObservedRun } from './plan/observe-steps.ts'
import { pinRead, planReads } from './plan/plan-carriers.ts'
import { describePlanProblem, lostEvidence, notObserved, withoutPlan } from './plan/plan-evidence.ts'
import { kindsShape, plannedKinds, share } from './plan/plan-options.ts'
import { createPlanFinder, onePlan, sourceShape } from './plan/plan-source.ts'
import { adhere, type Adherence, type AdherenceOptions } from './plan/replans.ts'

const full = fullForm(() => ({
  ...sourceShape,
  min: share.optional().describe('Least share of the required weight that is done. Default: 1'),
  kinds: kindsShape,
})).refine(({ plan, extract }) => plan === undefined || extract === undefined, onePlan)

const tolerance = 1e-9

export const planCoverage = defineAssertion({
  id: 'plan-coverage',
  summary: 'Requires that enough of a plan is done, in whatever order and with whatever else',
  scope: 'own',
  options: z.union([full, share.transform((min): z.output<typeof full> => ({ min }))]),
  compile(options, context) {
    const { min = 1, kinds = plannedKinds, scope = 'own', stateCap = defaultStateCap } = options
    const finder = createPlanFinder(options)
    return {
      content: { args: true, ...finder.content },
      reads: options.plan === undefined ? [...planReads, pinRead] : [pinRead],
      check(run) {
        const scoped = run.within(scope, context.agent)
        const plan = finder.find(run, scoped)
        if ('reason' in plan) return withoutPlan(plan)
        const rules = { free: ['*'], insert: {} }
        const observed = observeSteps(run, scoped, plan, { kinds, rules, onlyMatches: true })
        if ('reason' in observed) return notObserved(observed, scoped, scoped.steps)
        const best = cover(observed.best, stateCap)
        const worst = observed.worst === observed.best ? best : cover(observed.worst, stateCap)
        const [most, least] = [coverageOf(best), coverageOf(worst)]
        // Nothing of the plan is required.
        if (most === null || least === null) return pass(0)
        const { holes, mayHidePlan } = lostEvidence(scoped, plan)
        const undone = best.steps.filter(({ done, required }) => done < required).map(({ id }) => id)
        const data = {
          source: plan.source,
          versions: plan.versions.map(({ version }) => version),
          coverage: most,
          min,
          undone: undone.slice(0, 20),
        }
        if (least >= min - tolerance && !mayHidePlan) return pass(1)
        if (holes.length > 0) return openByGaps(1, holes, { data })
        const isApproximate = best.isApproximate || worst.isApproximate
        if (isApproximate) return open(1, 'state-cap', { data: { ...data, states: statesOf(best) } })
        return most < min - tolerance
          ? fail(1, 'coverage-low', { data, counterexample: doneBy(best, observed) })
          : open(1, 'content-unknown', { data })
      },
    }
  },
  describe(data, place) {
    // Without a plan, there is none.
    const [first] = (data['undone'] ?? []) as readonly string[]
    return (
      describePlanProblem('plan-coverage', data, place) ?? {
        message: `${place} does ${percent(data['coverage'])} of its plan, expected at least ${percent(data['min'])}; plan step \`${first ?? ''}\` is not done`,
        help: 'make the agent do the steps it planned, mark them `optional`, or lower `min`',
      }
    )
  },
})

/** What was done, whatever came before what. */
function cover(options: AdherenceOptions, stateCap: number): Adherence {
  return adhere({ ...options, observed: { ...options.observed, before: () => false }, stateCap })
}

function coverageOf({ tally, steps }: Adherence): number | null {
  return score(tally, steps).coverage
}

function statesOf({ epochs }: Adherence): number {
  return epochs.reduce((sum, { alignment }) => sum + alignment.states, 0)
}

function doneBy({ steps }: Adherence, observed: ObservedRun): ReturnType<typeof spansOf> {
  return spansOf(steps.flatMap(({ positions }) => positions.map((position) => observed.steps[position]!)))
}

function percent(value: unknown): string {
  return `${Math.round(Number(value) * 1000) / 10} %`
}
