// Every assertion, in the order of the guide. To add one: one file with `defineAssertion`, its test, its page under
// docs/assertions, one line here.
import type { Assertion } from './assertion.ts'
import { auditComplete } from './audit-complete.ts'
import { billedOnce } from './billed-once.ts'
import { budget } from './budget.ts'
import { cacheReuse } from './cache-reuse.ts'
import { effectAtMostOnce } from './effect-at-most-once.ts'
import { fanOutBound } from './fan-out-bound.ts'
import { noTools } from './no-tools.ts'
import { retryBound } from './retry-bound.ts'
import { stepCount } from './step-count.ts'
import { stepStatus } from './step-status.ts'
import { streamGap } from './stream-gap.ts'
import { streamRepetition } from './stream-repetition.ts'
import { toolArgsMatch } from './tool-args-match.ts'
import { toolNotUsed } from './tool-not-used.ts'
import { toolResultMatch } from './tool-result-match.ts'
import { toolUsed } from './tool-used.ts'
import { toolsAllowed } from './tools-allowed.ts'
import { toolsDenied } from './tools-denied.ts'

export const assertions = [
  toolUsed,
  toolNotUsed,
  stepCount,
  toolsAllowed,
  toolsDenied,
  noTools,
  toolArgsMatch,
  toolResultMatch,
  stepStatus,
  retryBound,
  effectAtMostOnce,
  budget,
  fanOutBound,
  streamGap,
  streamRepetition,
  billedOnce,
  cacheReuse,
  auditComplete,
] as const

/** The assertion of that id. */
export function findAssertion(id: string): Assertion | undefined {
  return (assertions as readonly unknown[] as readonly Assertion[]).find((one) => one.id === id)
}
