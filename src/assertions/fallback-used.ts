import type { Decision } from '../model/selector.ts'
import type { Step } from '../model/step.ts'
import type { StepOrder } from '../runs/index.ts'
import { filledIn, oneOrMore } from '../schema/index.ts'
import { defineAssertion } from './assertion.ts'
import { statusCodeRead } from './attempt-evidence.ts'
import { selectSteps, spansOf } from './count-steps.ts'
import { compileFailure, type Failure } from './failures.ts'
import { faultRead, withoutFailure } from './faults.ts'
import { describeRecovery, judgeRecovery, withinSteps } from './judge-recovery.ts'
import { defaultStateCap, fullForm } from './options.ts'
import { fail, open, openByGaps, pass } from './outcome.ts'
import { compileAnyOf, listOf, stepSelector } from './step-selector.ts'

const options = fullForm(() => ({
  of: oneOrMore(stepSelector).describe(
    'What is replaced where it fails; a selector with `result` or `status`: where it says so',
  ),
  to: oneOrMore(stepSelector).describe('What replaces it'),
  within: withinSteps,
})).refine(
  ({ of, to }) => JSON.stringify(listOf(of)) !== JSON.stringify(listOf(to)),
  filledIn('replaces something by itself: `of` and `to` are equal'),
)

export const fallbackUsed = defineAssertion({
  id: 'fallback-used',
  summary: 'Requires a fallback where something fails, and only there',
  scope: 'own',
  options,
  compile(given, { agent }) {
    const { of, to, within = Number.POSITIVE_INFINITY, scope = 'own', stateCap = defaultStateCap } = given
    const failure = compileFailure(of)
    const fallback = compileAnyOf(to)
    const use = compileAnyOf(to, 'any')
    return {
      content: { ...failure.content, ...fallback.content },
      reads: [statusCodeRead, faultRead],
      check(run) {
        const scoped = run.within(scope, agent)
        let asked = 0
        const ask = (): boolean => ++asked <= stateCap
        const judged = judgeRecovery(run, scoped, failure, { takes: fallback.selects, within, ask })

        const uses = selectSteps(scoped.steps, use.selects)
        const isSure = new Set(uses.sure)
        const used = new Set([...uses.sure, ...uses.maybe])
        const replaced = scoped.steps.filter((step) => !used.has(step) && failure.names(step) !== false)
        const findSuccess = createSuccessSearch(replaced, failure.of(scoped.steps), run.steps.order, ask)
        let unneeded: readonly [success: Step, use: Step] | undefined
        let needless = 0
        let isOpen = false
        for (const step of used) {
          const { decision, success } = findSuccess(step)
          if (decision === false) continue
          needless += 1
          if (decision === true && isSure.has(step)) unneeded ??= [success!, step]
          else isOpen = true
        }

        const activations = judged.activations + needless
        const data = { of: failure.words, by: fallback.words, within: Number.isFinite(within) ? within : null }
        // What failed before, or follows, may be among what is lost.
        if (unneeded !== undefined && scoped.extent('tools') !== 'partial') {
          const [{ name, kind }, { name: usedName }] = unneeded
          const found = { failure: null, succeeded: name ?? kind, used: usedName, recovery: null }
          return fail(activations, 'unneeded', { data: { ...found, ...data }, counterexample: spansOf(unneeded) })
        }
        const holes = scoped.holes('tools')
        if (holes.length > 0) return openByGaps(activations, holes)
        if (judged.failed !== undefined)
          return { ...judged.failed, activations, data: { ...judged.failed.data, ...data } }
        if (asked > stateCap) return open(activations, 'state-cap', { data: { states: stateCap } })
        if (judged.open !== undefined) return { ...judged.open, activations }
        if (isOpen) return open(activations, 'order-unknown')
        return activations === 0 ? withoutFailure(run, 'of', given.exercise === 'required') : pass(activations)
      },
    }
  },
  describe(data, place) {
    if (data['reason'] !== 'unneeded') return describeRecovery('fallback-used', data, place)
    return {
      message: `in ${place} \`${String(data['used'])}\` is used although \`${String(data['succeeded'])}\` had succeeded`,
      help: 'use the fallback only where a call failed, or drop the item',
    }
  },
})

interface Success {
  /** Whether what is replaced had succeeded, and nothing of it that failed since. */
  readonly decision: Decision
  readonly success?: Step
}

/** Looks at what is replaced right before a use of the fallback. */
function createSuccessSearch(
  replaced: readonly Step[],
  failures: readonly Failure[],
  order: StepOrder,
  ask: () => boolean,
): (use: Step) => Success {
  const failed = new Map(failures.filter(({ success }) => success === null).map((one) => [one.step, one.decision]))
  const reach = order.reach(replaced, 'before')
  return (use) => {
    let success: Step | undefined
    let isOpen = false
    for (const step of reach(use)) {
      if (!ask()) return { decision: undefined }
      const isEarlier = order.decide(step, use)
      if (isEarlier === false) continue
      // What lies before the latest success is of another story.
      if (success !== undefined && order.before(step, success)) break
      const isFailure = step.status === 'pending' ? undefined : failed.has(step) ? failed.get(step) : false
      if (isEarlier === undefined || isFailure === undefined) isOpen = true
      else if (isFailure) return { decision: false }
      else success ??= step
    }
    if (success === undefined) return { decision: isOpen && replaced.length > 0 ? undefined : false }
    return isOpen ? { decision: undefined } : { decision: true, success }
  }
}
