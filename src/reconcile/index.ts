// Runs and second records of their traffic in (invoices, gateway logs, counters), facts about their differences out.
// To add a reconciliation: one file with `defineReconciliation`, its test, its page under docs/reconcile, one line here.
import { attemptsHidden } from './attempts-hidden.ts'
import { billedNotDelivered } from './billed-not-delivered.ts'
import { billedNotRecorded } from './billed-not-recorded.ts'
import { billingClassMismatch } from './billing-class-mismatch.ts'
import { callsUndercounted } from './calls-undercounted.ts'
import { messageIncomplete } from './message-incomplete.ts'
import type { ReconcileFinding } from './reconciliation.ts'
import { sourceMissing } from './source-missing.ts'
import { sourceUnmatched } from './source-unmatched.ts'

export const reconciliations = [
  billedNotRecorded,
  billedNotDelivered,
  billingClassMismatch,
  attemptsHidden,
  callsUndercounted,
  messageIncomplete,
] as const

/** What any reconciliation may find of its sources. */
export const sourceFindings = { sourceMissing, sourceUnmatched } as const

/** Everything that can be found by reconciling. */
export const reconcileFindings = [
  ...reconciliations,
  sourceMissing,
  sourceUnmatched,
] as const satisfies readonly ReconcileFinding[]

export { loadSource, type LoadedSource } from './load-source.ts'
export { joinRead, recordRun, type RecordedRun } from './recorded-run.ts'
export { requestKey } from './join-attempts.ts'
export type {
  Comparison,
  LoadedSources,
  Matching,
  ReconcileFact,
  ReconcileFinding,
  Reconciliation,
} from './reconciliation.ts'
