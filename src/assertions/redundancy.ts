import type { Decision } from '../model/selector.ts'
import type { Attempt, SpanRef, Step } from '../model/step.ts'
import type { StepOrder } from '../runs/index.ts'
import { spansOf } from './count-steps.ts'
import { both, either, not } from './declare/decisions.ts'
import type { CallKey } from './same-calls.ts'
import type { Separation } from './separation.ts'
import { isFailed } from './step-selector.ts'

/** Calls of which one is redundant, or may be. */
export interface Redundancy {
  readonly reason: string
  readonly spans: readonly SpanRef[]
  readonly calls: readonly Step[]
}

/** Neither: nothing is redundant. */
export interface Judged {
  readonly proven?: Redundancy
  readonly doubt?: Redundancy
  /** So are all calls that come after the later one. */
  readonly isApart?: boolean
}

export interface RedundancyRule {
  readonly order: StepOrder
  readonly keyOf: (step: Step) => CallKey
  readonly separate: (one: Step, other: Step) => Separation
  /** Whether the same call fails again, after a try that did. */
  readonly staysFailed: (attempt: Attempt) => Decision
  /** Counts a question; false once too many were asked. */
  readonly ask: () => boolean
}

export interface RedundancyJudge {
  /** The tries of one call. */
  readonly tries: (step: Step) => Judged
  /** Two calls of one tool, the earlier one first where one is. */
  readonly pair: (earlier: Step, later: Step, isEqual: Decision) => Judged
}

export function createRedundancyJudge({ order, keyOf, separate, staysFailed, ask }: RedundancyRule): RedundancyJudge {
  const failedForGood = (attempt: Attempt): Decision =>
    isFailed(attempt.status) ? staysFailed(attempt) : both(isFailedYet(attempt), undefined)
  return {
    tries(step) {
      const { attempts } = step
      for (const [index, attempt] of attempts.slice(0, -1).entries()) {
        const decision = failedForGood(attempt)
        if (decision === false) continue
        const spans = attempts.slice(index, index + 2).flatMap((one) => one.spans.slice(0, 1))
        const found = { spans, calls: [step] }
        if (decision === true) return { proven: { reason: 'permanent-error', ...found } }
        return { doubt: { reason: 'outcome-unknown', ...found } }
      }
      return {}
    },
    pair(earlier, later, isEqual) {
      const bothDone = both(not(isFailedYet(earlier)), not(isFailedYet(later)))
      // What failed is repeated only by what came after it.
      const isAgain = both(failedForGood(earlier.attempts.at(-1)!), order.decide(earlier, later))
      const repeats = either(bothDone, isAgain)
      if (repeats === false || !ask()) return {}
      const { decision: isApart, isCertain } = separate(earlier, later)
      const calls = [earlier, later]
      const found = { spans: spansOf(calls), calls }
      const isRedundant = both(isEqual, both(repeats, not(isApart)))
      if (isRedundant === false) return { isApart: isCertain }
      if (isRedundant === true) {
        return { proven: { reason: bothDone === true ? 'repeated' : 'permanent-error', ...found } }
      }
      if (isEqual === undefined) {
        const isAbsent = calls.some((step) => keyOf(step) === undefined)
        return { doubt: { reason: isAbsent ? 'key-missing' : 'content-unknown', ...found } }
      }
      return { doubt: { reason: isApart === undefined ? 'order-unknown' : 'outcome-unknown', ...found } }
    },
  }
}

/** What is not executed yet may still fail. */
function isFailedYet({ status }: Pick<Step, 'status'>): Decision {
  return status === 'pending' ? undefined : isFailed(status)
}
