import { z } from 'zod'

import type { FindingData } from '../model/finding.ts'
import type { Decision } from '../model/selector.ts'
import type { Step } from '../model/step.ts'
import type { Run } from '../runs/index.ts'
import { filledIn } from '../schema/index.ts'
import { defineAssertion, type AssertionContext } from './assertion.ts'
import { selectSteps, spansOf } from './count-steps.ts'
import { decideOccurrence, occurrence, openOccurrence } from './occurrence.ts'
import { fullForm } from './options.ts'
import { fail, pass } from './outcome.ts'
import { statusMessageOf, statusMessageRead } from './status-message.ts'
import { compileStepSelector, isFailed, selectedKinds, selectorShape, type StepSelector } from './step-selector.ts'
import { stepWords } from './observed-steps.ts'
import type { ScopedRun } from './trajectory-run.ts'
import { compileValueMatcher, valueMatcher, type ValueMatcher } from './value-matcher.ts'

const selection = () => {
  const { status: _, errorType: __, ...shape } = selectorShape()
  return shape
}
const full = fullForm(() => ({
  ...selection(),
  success: z.boolean().describe('true: the step went well; false: it failed'),
  errorType: valueMatcher.optional().describe('Beside `success: false`: the type of the error'),
  message: valueMatcher.optional().describe('Beside `success: false`: the message of the error'),
  unset: z
    .enum(['ok', 'inconclusive'])
    .optional()
    .describe('What a step is that ended without a sign either way. Default: ok'),
  occurrence: occurrence.optional(),
}))
  .refine(
    (value) => selectedKinds(value) !== undefined,
    filledIn(
      'names no step: give one of `tool`, `agent`, `model`, `retrieval`, `handoff`, `memory`, `plan`, or `kind`',
    ),
  )
  .refine(
    ({ success, errorType, message }) => !success || (errorType === undefined && message === undefined),
    filledIn('has `errorType` or `message` beside `success: true`'),
  )

/** Whether a step is as wanted, and if not, in what. */
interface Judgement {
  readonly holds: Decision
  readonly reason: 'failed' | 'not-failed' | 'error-type-differs' | 'message-differs'
}

export const stepStatus = defineAssertion({
  id: 'step-status',
  summary: 'Requires that steps go well, or fail as given',
  scope: 'own',
  options: full,
  compile(options, { agent, show }) {
    const { success, unset = 'ok', occurrence: which = 'all', scope = 'own', stateCap } = options
    const selector = compileStepSelector(selectionOf(options), 'any')
    const errorType = matcherOf(options.errorType)
    const message = matcherOf(options.message)

    const judge = (step: Step, run: Run, isUnended: boolean, mayBeRetried: boolean): Judgement => {
      const { status } = step
      const isOpen = status === 'pending' || (status === 'unset' && (isUnended || unset === 'inconclusive'))
      // The last attempt decides, and that of a failed step may be lost.
      if (isOpen || (mayBeRetried && isFailed(status))) return { holds: undefined, reason: 'failed' }
      if (success) return { holds: !isFailed(status), reason: 'failed' }
      if (!isFailed(status)) return { holds: false, reason: 'not-failed' }
      const type = decideText(step.errorType, errorType)
      if (type === false) return { holds: false, reason: 'error-type-differs' }
      const text = message === undefined ? true : decideText(statusMessageOf(run, step), message)
      return text === false
        ? { holds: false, reason: 'message-differs' }
        : { holds: type === true && text === true ? true : undefined, reason: 'failed' }
    }

    return {
      content: selector.content,
      reads: [statusMessageRead],
      check(run) {
        const scoped = run.within(scope, agent)
        const unended = unendedSpans(scoped)
        const holesOf = selector.kinds.has('tool') ? 'tools' : undefined
        const mayBeRetried = scoped.holes(holesOf).length > 0
        const judgementOf = (step: Step): Judgement =>
          judge(
            step,
            run.run,
            step.spans.some(({ spanId }) => unended.has(spanId)),
            mayBeRetried,
          )
        const decision = decideOccurrence(which, {
          run,
          scoped,
          holesOf,
          selected: selectSteps(scoped.steps, selector.selects),
          has: (step) => judgementOf(step).holds,
          stateCap,
        })
        const { activations } = decision
        if (decision.verdict === 'pass') return pass(activations)
        const common = { steps: selector.words, occurrence: which, success }
        const [step] = decision.steps
        const data = step === undefined ? common : { ...common, ...shownStatus(step, run.run, show) }
        if (decision.verdict === 'open') return openOccurrence(decision, 'status-unknown', data)
        const reason = step === undefined ? 'step-missing' : judgementOf(step).reason
        return fail(activations, reason, { data, counterexample: spansOf(decision.steps) })
      },
    }
  },
  describe(data, place) {
    const { reason, step, status, errorType, message } = data
    switch (reason) {
      case 'failed':
        return {
          message: `${String(step)} of ${place} ended with status \`${String(status)}\`, expected success`,
          help: 'find out what it failed of, or expect the failure with `success: false`',
        }
      case 'not-failed':
        return {
          message: `${String(step)} of ${place} ended with status \`${String(status)}\`, expected a failure`,
          help: 'make the fault reach the step, or expect `success: true`',
        }
      case 'error-type-differs':
        return {
          message: `${String(step)} of ${place} failed with \`${String(errorType)}\`, expected another error type`,
          help: 'correct `errorType`, or the error that the tool reports',
        }
      case 'message-differs':
        return {
          message: `${String(step)} of ${place} failed with message ${String(message)}, expected another one`,
          help: 'correct `message`, or the error that the tool reports',
        }
      case 'step-missing':
        return {
          message: `${place} has no step ${String(data['steps'])}`,
          help: 'find out why the run does without it, or correct the selector',
        }
      default:
        return {
          message: `\`step-status\` is undecided for ${place}: nothing says how ${String(step)} ended, or of which error`,
          help: 'set the status and `error.type` of the span when the step ends, or drop `unset: inconclusive`',
        }
    }
  },
})

function selectionOf(options: z.output<typeof full>): StepSelector {
  const { tool, agent, model, retrieval, handoff, memory, plan, kind, name, args, result } = options
  return { tool, agent, model, retrieval, handoff, memory, plan, kind, name, args, result }
}

function matcherOf(expected: unknown): ValueMatcher | undefined {
  return expected === undefined ? undefined : compileValueMatcher(expected, 'superset')
}

/** What is not recorded may be anything. */
function decideText(text: string | null, matcher: ValueMatcher | undefined): Decision {
  if (matcher === undefined) return true
  return text === null ? undefined : matcher(text).length === 0
}

function unendedSpans(scoped: ScopedRun): ReadonlySet<string> {
  return new Set(scoped.gaps('unended').flatMap(({ spans }) => spans.map(({ spanId }) => spanId)))
}

function shownStatus(step: Step, run: Run, show: AssertionContext['show']): FindingData {
  const message = statusMessageOf(run, step)
  return {
    step: `\`${stepWords(step)}\``,
    status: step.status,
    errorType: step.errorType,
    message: message === null ? null : show(message),
    attempts: step.attempts.length,
  }
}
