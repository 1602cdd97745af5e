import { z } from 'zod'

import type { Step, StepContent } from '../model/step.ts'
import { isValueMap } from '../model/value.ts'
import { argumentShape, compileArguments, type ArgumentOptions, type Comparison } from './arguments.ts'
import type { AssertionContext, CompiledAssertion } from './assertion.ts'
import { judgeCalls } from './call-matching.ts'
import { selectSteps, spansOf } from './count-steps.ts'
import { decideOccurrence, occurrence, openOccurrence, type Occurrence } from './occurrence.ts'
import type { ScopeOption } from './options.ts'
import { fail, pass, type Outcome } from './outcome.ts'
import { nearestOf, shownComparison, type StepComparison } from './step-comparison.ts'
import type { CompiledStepSelector } from './step-selector.ts'
import type { ScopedRun, TrajectoryRun } from './trajectory-run.ts'

/** Keys of assertions that compare what calls of a tool carry: which calls, and how. */
export const contentMatchShape = {
  ...argumentShape,
  occurrence: occurrence.optional(),
  extras: z.enum(['allow', 'forbid']).optional().describe('Beside `calls`: whether there may be more. Default: allow'),
}

/** Whether the keys of {@link contentMatchShape} go together with the one value, or the list, that is expected. */
export function contentProblem(
  key: 'args' | 'result',
  given: {
    readonly expected: unknown
    readonly calls: readonly unknown[] | undefined
    readonly occurrence?: Occurrence | undefined
    readonly extras?: string | undefined
  },
): string | undefined {
  const { expected, calls } = given
  if (calls === undefined) {
    if (expected === undefined) return `has neither \`${key}\` nor \`calls\``
    return given.extras === undefined ? undefined : 'has `extras` without `calls`'
  }
  if (expected !== undefined) return `has \`${key}\` beside \`calls\``
  return given.occurrence === undefined ? undefined : 'has `occurrence` beside `calls`, which wants all of them'
}

export interface ContentMatch extends ArgumentOptions {
  readonly part: 'args' | 'result'
  readonly tool: string | readonly string[]
  /** Expected of each call meant; or of several calls, one each. */
  readonly expected: unknown
  readonly calls: readonly unknown[] | undefined
  readonly extras: 'allow' | 'forbid'
  readonly occurrence: Occurrence
  readonly scope: ScopeOption
  readonly stateCap?: number | undefined
  readonly selector: CompiledStepSelector
  /** What of a step is compared: each must match. */
  readonly contents: (step: Step) => readonly StepContent[]
}

/** Compiles what `tool-args-match` and `tool-result-match` have in common. */
export function compileContentMatch(match: ContentMatch, context: AssertionContext): CompiledAssertion {
  const { selector, part, tool, mode = 'superset', scope } = match
  const common = { tool, mode }
  const { calls } = match
  const judge =
    calls === undefined
      ? judgeOne(match, compileStep(match, match.expected), context)
      : judgeCalls(
          { ...match, calls },
          calls.map((one) => compileStep(match, one)),
          context,
        )
  return {
    content: mode === 'ignore' ? selector.content : { ...selector.content, [part]: true },
    names: selector.literals,
    check(run) {
      const scoped = run.within(scope, context.agent)
      const isAbsent = !scoped.steps.some((step) => selector.names(step) !== false)
      const outcome = judge(run, scoped)
      return {
        ...outcome,
        data: { ...common, ...outcome.data },
        ...(isAbsent ? { absentNames: selector.literals } : {}),
      }
    },
  }
}

function compileStep({ contents, ...options }: ContentMatch, expected: unknown): StepComparison {
  const compare = compileArguments(expected, options)
  return (step) => {
    let answer: Comparison = { matches: true }
    for (const content of contents(step)) {
      const comparison = compare(content)
      if ('differs' in comparison || 'invalid' in comparison) return comparison
      if ('unknown' in comparison) answer = comparison
    }
    return answer
  }
}

function judgeOne(match: ContentMatch, compare: StepComparison, { show }: AssertionContext) {
  return (run: TrajectoryRun, scoped: ScopedRun): Outcome => {
    const selected = selectSteps(scoped.steps, match.selector.selects)
    const compared = new Map<Step, Comparison>()
    const comparisonOf = (step: Step): Comparison => {
      let found = compared.get(step)
      if (found === undefined) compared.set(step, (found = compare(step)))
      return found
    }
    const has = (step: Step): boolean | undefined => {
      const comparison = comparisonOf(step)
      return 'unknown' in comparison ? undefined : 'matches' in comparison
    }
    const { stateCap } = match
    const decision = decideOccurrence(match.occurrence, { run, scoped, holesOf: 'tools', selected, has, stateCap })
    const { activations } = decision
    const data = { occurrence: match.occurrence }
    if (decision.verdict === 'pass') return pass(activations)
    if (decision.verdict === 'open') return openOccurrence(decision, 'content-unknown', data)
    const nearest = nearestOf(decision.steps, comparisonOf)
    if (nearest === undefined) return fail(activations, 'call-missing', { data })
    return fail(activations, reasonOf(match, nearest.step, nearest.comparison), {
      data: { ...data, ...shownComparison(nearest.step, nearest.comparison, show) },
      counterexample: spansOf(decision.steps),
    })
  }
}

function reasonOf({ part, contents }: ContentMatch, step: Step, comparison: Comparison): string {
  if ('invalid' in comparison) return `${part}-invalid-json`
  if (contents(step).every(isEmpty)) return `${part}-absent`
  return part === 'args' ? 'args-differ' : 'result-differs'
}

function isEmpty(content: StepContent): boolean {
  if (!('value' in content)) return false
  const { value } = content
  if (value === null || value === '') return true
  if (Array.isArray(value)) return value.length === 0
  return isValueMap(value) && Object.keys(value).length === 0
}
