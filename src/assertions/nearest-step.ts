import type { FindingData } from '../model/finding.ts'
import type { Step, StepContent } from '../model/step.ts'
import type { Value } from '../model/value.ts'
import { showDifferences, type ShownDifference } from './difference.ts'
import { stepWords } from './observed-steps.ts'
import { compileStepSelector, isFailed, listOf, type StepSelector } from './step-selector.ts'
import { compileValueMatcher } from './value-matcher.ts'

const comparedSteps = 200

/** Of the steps that a selector names, the one that is least unlike what it asks for, and in what; undefined for none. */
export function nearestStep(
  selector: StepSelector,
  steps: readonly Step[],
  show: (value: Value) => string,
): FindingData | undefined {
  const { names } = compileStepSelector(selector)
  const named = steps.filter((step) => names(step) === true).slice(0, comparedSteps)
  const compared = named.map((step) => ({ step: stepWords(step), diff: [...differencesOf(selector, step, show)] }))
  return compared.filter(({ diff }) => diff.length > 0).sort((one, other) => one.diff.length - other.diff.length)[0]
}

function* differencesOf(
  selector: StepSelector,
  step: Step,
  show: (value: Value) => string,
): Generator<ShownDifference> {
  const { status, errorType, args, result } = typeof selector === 'string' ? ({} as never) : selector
  const asked: readonly string[] | undefined = status === undefined ? undefined : listOf(status)
  if (asked === undefined ? isFailed(step.status) : !asked.includes('any') && !asked.includes(step.status)) {
    yield { path: 'status', expected: asked?.join(' or ') ?? 'not failed', actual: step.status }
  }
  if (errorType !== undefined && step.errorType !== errorType) {
    yield { path: 'errorType', expected: listOf(errorType).join(' or '), actual: step.errorType }
  }
  for (const [path, expected, content] of [
    ['args', args, step.args],
    ['result', result, step.result],
  ] as readonly [string, unknown, StepContent][]) {
    if (expected === undefined) continue
    if ('value' in content) yield* showDifferences(compileValueMatcher(expected, 'superset')(content.value, path), show)
    else yield { path, expected: 'a recorded value', actual: 'lacks' in content ? content.lacks : null }
  }
}
