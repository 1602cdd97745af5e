// Every assertion, in the order of the guide. To add one: one file with `defineAssertion`, its test, its page under
// docs/assertions, one line here.
import type { Assertion } from './assertion.ts'
import { alternatePrecedence } from './alternate-precedence.ts'
import { alternateResponse } from './alternate-response.ts'
import { alternateSuccession } from './alternate-succession.ts'
import { auditComplete } from './audit-complete.ts'
import { billedOnce } from './billed-once.ts'
import { budget } from './budget.ts'
import { cacheReuse } from './cache-reuse.ts'
import { chainPrecedence } from './chain-precedence.ts'
import { chainResponse } from './chain-response.ts'
import { chainSuccession } from './chain-succession.ts'
import { coExistence } from './co-existence.ts'
import { dataFlow } from './data-flow.ts'
import { effectAtMostOnce } from './effect-at-most-once.ts'
import { exclusiveChoice } from './exclusive-choice.ts'
import { fallbackUsed } from './fallback-used.ts'
import { fanOutBound } from './fan-out-bound.ts'
import { givesUpAfter } from './gives-up-after.ts'
import { goalSuccess } from './goal-success.ts'
import { handoffGraph } from './handoff-graph.ts'
import { init } from './init.ts'
import { last } from './last.ts'
import { maxConcurrency } from './max-concurrency.ts'
import { noFlow } from './no-flow.ts'
import { noLoop } from './no-loop.ts'
import { noRedundantCalls } from './no-redundant-calls.ts'
import { noTools } from './no-tools.ts'
import { notChainSuccession } from './not-chain-succession.ts'
import { notCoExistence } from './not-co-existence.ts'
import { notSuccession } from './not-succession.ts'
import { parallel } from './parallel.ts'
import { planAdherence } from './plan-adherence.ts'
import { planCoverage } from './plan-coverage.ts'
import { planEmitted } from './plan-emitted.ts'
import { precedence } from './precedence.ts'
import { recovers } from './recovers.ts'
import { replanBound } from './replan-bound.ts'
import { respondedExistence } from './responded-existence.ts'
import { response } from './response.ts'
import { retryBound } from './retry-bound.ts'
import { sequential } from './sequential.ts'
import { spanQuery } from './span-query.ts'
import { stepCount } from './step-count.ts'
import { stepStatus } from './step-status.ts'
import { streamGap } from './stream-gap.ts'
import { streamRepetition } from './stream-repetition.ts'
import { succession } from './succession.ts'
import { toolArgsMatch } from './tool-args-match.ts'
import { toolNotUsed } from './tool-not-used.ts'
import { toolResultMatch } from './tool-result-match.ts'
import { toolSequence } from './tool-sequence.ts'
import { toolUsed } from './tool-used.ts'
import { toolsAllowed } from './tools-allowed.ts'
import { toolsDenied } from './tools-denied.ts'
import { trajectoryMatch } from './trajectory-match.ts'

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
  toolSequence,
  trajectoryMatch,
  noRedundantCalls,
  noLoop,
  retryBound,
  effectAtMostOnce,
  budget,
  fanOutBound,
  streamGap,
  streamRepetition,
  billedOnce,
  cacheReuse,
  auditComplete,
  precedence,
  response,
  succession,
  alternatePrecedence,
  alternateResponse,
  alternateSuccession,
  chainPrecedence,
  chainResponse,
  chainSuccession,
  respondedExistence,
  coExistence,
  exclusiveChoice,
  notCoExistence,
  notSuccession,
  notChainSuccession,
  init,
  last,
  dataFlow,
  noFlow,
  handoffGraph,
  goalSuccess,
  spanQuery,
  planAdherence,
  planEmitted,
  planCoverage,
  replanBound,
  fallbackUsed,
  givesUpAfter,
  recovers,
  maxConcurrency,
  parallel,
  sequential,
] as const

/** The assertion of that id. */
export function findAssertion(id: string): Assertion | undefined {
  return (assertions as readonly unknown[] as readonly Assertion[]).find((one) => one.id === id)
}
