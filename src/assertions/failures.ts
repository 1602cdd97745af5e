import type { Decision } from '../model/selector.ts'
import type { FindingData } from '../model/finding.ts'
import type { Attempt, Step, StepContent } from '../model/step.ts'
import type { AttemptEvidence } from './attempt-evidence.ts'
import type { ContentNeeds } from './assertion.ts'
import { faultRead } from './faults.ts'
import {
  anyOf,
  compileStepSelector,
  isFailed,
  listOf,
  type FullStepSelector,
  type StepSelector,
} from './step-selector.ts'

/** Something that went wrong, and asks for something else. */
export interface Failure {
  readonly step: Step
  /** The try that failed. */
  readonly attempt: Attempt
  /** The try of the same step that then did not. */
  readonly success: Attempt | null
  /** Undefined where nobody can tell whether it went wrong. */
  readonly decision: Exclude<Decision, false>
}

export interface CompiledFailure {
  readonly content: ContentNeeds
  /** Whether it speaks of the step, failed or not. */
  readonly names: (step: Step) => Decision
  readonly of: (steps: readonly Step[]) => readonly Failure[]
  /** As the contract has it, for messages. */
  readonly words: string
}

/**
 * What counts as a failure: failed steps of a selector; those of one that asks for a result or a status, as it says;
 * tool calls with an empty answer.
 */
export function compileFailure(given: StepSelector | readonly StepSelector[]): CompiledFailure {
  const all = listOf(given).map(compileOne)
  const selects = (step: Step): Decision => anyOf(all, (one) => one.selects(step))
  return {
    content: Object.assign({}, ...all.map(({ content }) => content)),
    names: (step) => anyOf(all, (one) => one.names(step)),
    words: all.map(({ words }) => words).join(' or '),
    of: (steps) =>
      steps.flatMap((step): Failure[] => {
        const decision = selects(step)
        const last = step.attempts.at(-1)!
        if (decision !== false) return [{ step, attempt: last, success: null, decision }]
        if (isFailed(step.status)) return []
        const failed = step.attempts.findLast((attempt) => isFailed(attempt.status))
        const asTried = failed === undefined ? false : selects({ ...step, ...failed, attempts: [failed] })
        return asTried === false ? [] : [{ step, attempt: failed!, success: last, decision: asTried }]
      }),
  }
}

interface CompiledOne {
  readonly selects: (step: Step) => Decision
  readonly names: (step: Step) => Decision
  readonly content: ContentNeeds
  readonly words: string
}

function compileOne(given: StepSelector): CompiledOne {
  if (given === 'null-result' || given === 'empty-result') {
    const isEmpty = given === 'null-result' ? isNull : isNothing
    return {
      content: { result: true },
      words: `\`${given}\``,
      names: ({ kind }) => kind === 'tool',
      selects: ({ kind, status, result }) => (kind !== 'tool' || isFailed(status) ? false : isEmpty(result)),
    }
  }
  const full: FullStepSelector = typeof given === 'string' ? { tool: given } : given
  const isSaid = full.status !== undefined || full.result !== undefined
  const selector = compileStepSelector(isSaid ? full : { ...full, status: ['error', 'cancelled'] })
  return { ...selector, words: compileStepSelector(given).words }
}

function isNull(result: StepContent): Decision {
  if (!('value' in result)) return 'text' in result ? false : undefined
  return result.value === null || result.value === 'null'
}

const nothings: ReadonlySet<unknown> = new Set(['', 'null', '[]', '{}'])

function isNothing(result: StepContent): Decision {
  if (!('value' in result)) return 'text' in result ? false : undefined
  const { value } = result
  if (typeof value === 'string') return nothings.has(value.trim())
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0)
}

/** What a finding says of a failure. */
export function failureData({ step, attempt }: Failure, evidence: AttemptEvidence): FindingData {
  return {
    failure: step.name ?? step.kind,
    errorType: attempt.errorType,
    fault: evidence.find(attempt, faultRead) ?? null,
  }
}
