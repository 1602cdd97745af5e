import { shortRate } from '../../model/short-rate.ts'
import { greatestRate, requiredRate, runsNeeded, sequentialVerdict } from '../../stats/index.ts'
import { defineLintRule, type LintFact } from './lint-rule.ts'

export const trialRunsTooFew = defineLintRule({
  id: 'trial-runs-too-few',
  summary: 'Finds claims of `trials` that as many runs cannot show even if all of them pass',
  severity: 'error',
  check: ({ trajectories }) =>
    trajectories.flatMap(({ trials }): LintFact[] => {
      if (trials === null) return []
      const { runs, confidence, stop, path } = trials
      const settings = { ...trials, isNever: false }
      const claim = requiredRate(settings)
      if (stop === 'sprt') {
        const isEnough = sequentialVerdict(settings, Array(runs).fill('pass')).verdict === 'pass'
        return isEnough ? [] : [{ path, data: { runs, confidence, stop } }]
      }
      const greatest = greatestRate(runs, confidence)
      // That every run passes is shown by every run that does.
      if (claim === 1 || greatest >= claim) return []
      return [{ path, data: { runs, claim, confidence, stop, greatest, needed: runsNeeded(claim, confidence, 0) } }]
    }),
  describe({ runs, claim, confidence, stop, greatest, needed }) {
    if (stop === 'sprt') {
      return {
        message: `${String(runs)} runs that all pass do not tell \`healthy\` from \`regressed\` at a confidence of ${String(confidence)}`,
        help: 'raise `runs`, or set the two rates farther apart',
      }
    }
    return {
      message: `${String(runs)} runs that all pass show a pass rate of ${shortRate(Number(greatest), Number(claim))} at a confidence of ${String(confidence)}, and the claim is ${shortRate(Number(claim))}`,
      help: typeof needed === 'number' ? `set \`runs\` to ${needed} or more, or claim less` : 'claim less',
    }
  },
})
