import type { Decision } from '../model/selector.ts'
import type { Attempt, Step } from '../model/step.ts'
import type { StepOrder } from '../runs/index.ts'
import { exactCount, oneOrMore } from '../schema/index.ts'
import { defineAssertion } from './assertion.ts'
import { createAttemptEvidence, statusCodeRead } from './attempt-evidence.ts'
import { selectSteps } from './count-steps.ts'
import { failureData } from './failures.ts'
import { faultRead, withoutFailure } from './faults.ts'
import { defaultStateCap, fullForm } from './options.ts'
import { fail, open, openByGaps, pass } from './outcome.ts'
import { compileStepSelector, isFailed, stepName } from './step-selector.ts'

const options = fullForm(() => ({
  tool: oneOrMore(stepName).describe('Name of the tool, or of several that count together'),
  attempts: exactCount
    .min(1, 'is below 1: nothing has failed before the first try')
    .describe('After so many failed tries there is no further one'),
}))

interface Try {
  readonly step: Step
  readonly attempt: Attempt
}

export const givesUpAfter = defineAssertion({
  id: 'gives-up-after',
  summary: 'Forbids further tries of a tool that failed often enough',
  scope: 'own',
  options,
  compile({ tool, attempts: limit, scope = 'own', stateCap = defaultStateCap, exercise }, { agent }) {
    const selector = compileStepSelector({ tool }, 'any')
    return {
      reads: [statusCodeRead, faultRead],
      check(run) {
        const scoped = run.within(scope, agent)
        const { sure, maybe } = selectSteps(scoped.steps, selector.selects)
        const tries = triesOf(sure)
        const failures = tries.filter(({ attempt }) => isFailed(attempt.status))
        const activations = failures.length
        let asked = 0
        const ask = (): boolean => ++asked <= stateCap
        let isOpen = false
        const failuresBefore = createFailureSearch(failures, limit, run.steps.order, ask)
        for (const one of failures.length < limit ? [] : tries) {
          const before = failuresBefore(one)
          if (before.sure.length === limit) {
            const last = before.sure.at(-1)!
            const evidence = createAttemptEvidence(run.run, run.steps.steps)
            const data = {
              ...failureData({ ...last, success: null, decision: true }, evidence),
              tries: tries.length,
              failed: failures.length,
              limit,
            }
            const counterexample = [...before.sure, one].flatMap(({ attempt }) => attempt.spans.slice(0, 1))
            return fail(activations, 'went-on', { data, counterexample })
          }
          if (before.sure.length + before.maybe >= limit) isOpen = true
        }
        const holes = scoped.holes('tools')
        if (holes.length > 0) return openByGaps(activations, holes)
        if (asked > stateCap) return open(activations, 'state-cap', { data: { states: stateCap } })
        const possible = failures.length + triesOf(maybe).filter(({ attempt }) => isFailed(attempt.status)).length
        if (maybe.length > 0 && possible >= limit) return open(Math.max(1, activations), 'content-unknown')
        if (isOpen) return open(activations, 'order-unknown')
        return activations === 0 ? withoutFailure(run, 'tool', exercise === 'required') : pass(activations)
      },
    }
  },
  describe(data, place) {
    if (data['reason'] === 'order-unknown') {
      return {
        message: `\`gives-up-after\` is undecided for ${place}: the recording does not say whether a try came after the failed ones`,
        help: 'record start and end of every try',
      }
    }
    return {
      message: `${place} tries \`${String(data['failure'])}\` again after ${String(data['limit'])} failed tries, ${String(data['tries'])} times in all`,
      help: 'have the agent give up and say so, or raise `attempts`',
    }
  },
})

function triesOf(steps: readonly Step[]): readonly Try[] {
  return steps.flatMap((step) => step.attempts.map((attempt) => ({ step, attempt })))
}

interface FailuresBefore {
  /** As many as are asked for at most, that certainly ended before. */
  readonly sure: readonly Try[]
  /** How many more may have. */
  readonly maybe: number
}

/** Looks for failed tries that ended before another try began. */
function createFailureSearch(
  failures: readonly Try[],
  limit: number,
  order: StepOrder,
  ask: () => boolean,
): (one: Try) => FailuresBefore {
  const onlyTries = new Map(
    failures.filter(({ step }) => step.attempts.length === 1).map((failure) => [failure.step, failure]),
  )
  const ofRetried = failures.filter(({ step }) => step.attempts.length > 1)
  const reach = order.reach([...onlyTries.keys()], 'before')
  function* candidates(one: Try): Iterable<Try> {
    yield* ofRetried
    if (one.step.attempts.length > 1) yield* onlyTries.values()
    else for (const step of reach(one.step)) yield onlyTries.get(step)!
  }
  return (one) => {
    const sure: Try[] = []
    let maybe = 0
    for (const failure of candidates(one)) {
      if (sure.length === limit || !ask()) break
      const decision = isBefore(failure, one, order)
      if (decision === true) sure.push(failure)
      else if (decision === undefined) maybe += 1
    }
    return { sure, maybe }
  }
}

/** The order of tries is that of their steps, unless they are of one, or one step went on around the other. */
function isBefore(one: Try, other: Try, order: StepOrder): Decision {
  if (one.step === other.step) return one.step.attempts.indexOf(one.attempt) < one.step.attempts.indexOf(other.attempt)
  const decision = order.decide(one.step, other.step)
  if (decision === true || order.isSameTurn(one.step, other.step)) return decision
  const [end, start] = [one.attempt.endUnixNano, other.attempt.startUnixNano]
  const isTriedAgain = one.step.attempts.length > 1 || other.step.attempts.length > 1
  return isTriedAgain && end !== null && start !== null ? end <= start : decision
}
