import { oneOrMore } from '../schema/index.ts'
import { defineAssertion } from './assertion.ts'
import { statusCodeRead } from './attempt-evidence.ts'
import { compileFailure } from './failures.ts'
import { faultRead, withoutFailure } from './faults.ts'
import { describeRecovery, judgeRecovery, withinSteps } from './judge-recovery.ts'
import { defaultStateCap, fullForm } from './options.ts'
import { open, openByGaps, pass } from './outcome.ts'
import { compileAnyOf, stepSelector } from './step-selector.ts'

const options = fullForm(() => ({
  after: oneOrMore(stepSelector).describe(
    'Whose failures; or `null-result`, `empty-result`; or a selector with `result` or `status`, as it says',
  ),
  by: oneOrMore(stepSelector).optional().describe('What follows, and does not fail. Default: the same tool'),
  within: withinSteps,
}))

export const recovers = defineAssertion({
  id: 'recovers',
  summary: 'Requires that something follows on every failure',
  scope: 'own',
  options,
  compile(given, { agent }) {
    const { after, by, within = Number.POSITIVE_INFINITY, scope = 'own', stateCap = defaultStateCap } = given
    const failure = compileFailure(after)
    const partners = by === undefined ? undefined : compileAnyOf(by)
    return {
      content: { ...failure.content, ...partners?.content },
      reads: [statusCodeRead, faultRead],
      check(run) {
        const scoped = run.within(scope, agent)
        let asked = 0
        const ask = (): boolean => ++asked <= stateCap
        const judged = judgeRecovery(run, scoped, failure, { takes: partners?.selects, within, ask })
        const { activations, failed } = judged
        const data = { by: partners?.words ?? 'another call of it', within: Number.isFinite(within) ? within : null }
        // What follows may be among what is lost.
        const holes = scoped.holes('tools')
        if (holes.length > 0) return openByGaps(activations, holes)
        if (failed !== undefined) return { ...failed, data: { ...failed.data, ...data } }
        if (asked > stateCap) return open(activations, 'state-cap', { data: { states: stateCap } })
        if (judged.open !== undefined) return judged.open
        return activations === 0 ? withoutFailure(run, 'after', given.exercise === 'required') : pass(activations)
      },
    }
  },
  describe: (data, place) => describeRecovery('recovers', data, place),
})
