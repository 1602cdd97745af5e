import type { Step } from '../model/step.ts'
import type { Comparison } from './arguments.ts'
import type { AssertionContext } from './assertion.ts'
import { selectSteps, spansOf } from './count-steps.ts'
import { observedSteps } from './observed-steps.ts'
import { fail, open, openByGaps, pass, type Outcome } from './outcome.ts'
import { pairCalls } from './pair-calls.ts'
import { nearestOf, shownComparison, type StepComparison } from './step-comparison.ts'
import type { CompiledStepSelector } from './step-selector.ts'
import { listedIds } from './step-words.ts'
import type { ScopedRun, TrajectoryRun } from './trajectory-run.ts'
import { wordsOf } from './value-matcher.ts'

interface ExpectedCalls {
  readonly selector: CompiledStepSelector
  /** As the contract has them. */
  readonly calls: readonly unknown[]
  readonly extras: 'allow' | 'forbid'
}

/**
 * Judges whether each expected call has a call of its own. What is known may pair them all; what is not known may still: in
 * between it is open.
 */
export function judgeCalls(
  { selector, calls, extras }: ExpectedCalls,
  compare: readonly StepComparison[],
  { show }: AssertionContext,
): (run: TrajectoryRun, scoped: ScopedRun) => Outcome {
  return (run, scoped) => {
    const { sure, maybe } = selectSteps(scoped.steps, selector.selects)
    const seen = [...sure, ...maybe]
    const activations = seen.length
    const comparisons = compare.map((one) => new Map(seen.map((step) => [step, one(step)])))
    const comparisonOf = (call: number, step: Step): Comparison => comparisons[call]!.get(step)!
    const mayFit = (call: number, step: Step): boolean => {
      const comparison = comparisonOf(call, step)
      return 'matches' in comparison || 'unknown' in comparison
    }
    const certain = pairCalls(calls.length, sure, (call, step) => 'matches' in comparisonOf(call, step))
    const possible = pairCalls(calls.length, seen, mayFit)
    const holes = scoped.holes('tools')
    const common = { expected: calls.map(wordsOf), observed: observedSteps(seen, run.steps.order) }

    const missing = calls.flatMap((_, call) => (possible.has(call) ? [] : [call]))
    if (missing.length > 0 && holes.length === 0) {
      const taken = new Set(possible.values())
      const free = seen.filter((step) => !taken.has(step))
      const nearest = nearestOf(free, (step) => comparisonOf(missing[0]!, step))
      return fail(activations, 'call-missing', {
        data: {
          ...common,
          matching: [...possible].map(([call, step]) => ({ call: call + 1, step: step.id })),
          unmatched: missing.map((call) => call + 1),
          ...(nearest === undefined ? {} : shownComparison(nearest.step, nearest.comparison, show)),
        },
        counterexample: spansOf(nearest === undefined ? free : [nearest.step]),
      })
    }
    if (extras === 'forbid') {
      const paired = new Set(pairCalls(calls.length, sure, mayFit).values())
      const surplus = sure.filter((step) => !paired.has(step))
      if (surplus.length > 0) {
        const data = { ...common, count: sure.length, extras: listedIds(surplus) }
        return fail(activations, 'extra-call', { data, counterexample: spansOf(surplus.slice(0, 1)) })
      }
    }
    const isOpenAbove = extras === 'forbid' && (holes.length > 0 || maybe.length > 0)
    if (certain.size === calls.length && !isOpenAbove) return pass(activations)
    return holes.length > 0
      ? openByGaps(activations, holes, { data: common })
      : open(activations, 'content-unknown', { data: common, counterexample: spansOf(seen.slice(0, 1)) })
  }
}
