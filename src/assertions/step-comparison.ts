import type { FindingData } from '../model/finding.ts'
import type { Step } from '../model/step.ts'
import type { Comparison } from './arguments.ts'
import type { AssertionContext } from './assertion.ts'
import { showDifferences } from './difference.ts'
import { stepWords } from './observed-steps.ts'

/** Compares what a step carries with what is expected. */
export type StepComparison = (step: Step) => Comparison

/** The step with the fewest differences, of equal ones the first. */
export function nearestOf(
  steps: readonly Step[],
  comparisonOf: StepComparison,
): { readonly step: Step; readonly comparison: Comparison } | undefined {
  let best: { readonly step: Step; readonly comparison: Comparison } | undefined
  for (const step of steps) {
    const comparison = comparisonOf(step)
    if (best === undefined || sizeOf(comparison) < sizeOf(best.comparison)) best = { step, comparison }
  }
  return best
}

function sizeOf(comparison: Comparison): number {
  return 'differs' in comparison ? comparison.differs.length : 'matches' in comparison ? 0 : Infinity
}

/** What of a step is not as expected, for a finding. */
export function shownComparison(step: Step, comparison: Comparison, show: AssertionContext['show']): FindingData {
  if ('invalid' in comparison) return { step: stepWords(step), problem: { ...comparison.invalid } }
  const diff = 'differs' in comparison ? showDifferences(comparison.differs, show) : []
  return { diff, nearest: { step: stepWords(step), diff } }
}
