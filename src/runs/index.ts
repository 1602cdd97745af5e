// Spans in, runs out: trees, joins, steps, order, completeness. Nothing here knows a contract's rules.
export { assembleRun, bySpanOrder } from './assemble-run.ts'
export { costOf, type Cost } from './cost.ts'
export { createPriceTable } from './price-table.ts'
export { retain, runIdOf, type RetainedLog, type RetainedSpan } from './retained-span.ts'
export type { ContractRun, Run, RunRead, RunSpan } from './run.ts'
export { createRunStore, defaultMemoryBytes } from './run-store.ts'
export { splitRun } from './split-run.ts'
export type { CountedUsage } from './steps/counted-usage.ts'
export { deriveSteps, type RunSteps, type StepOptions } from './steps/derive-steps.ts'
export {
  createEvidenceKeeper,
  type ContentForm,
  type EvidenceOptions,
  type KeepEvidence,
  type SpanEvidence,
} from './steps/evidence.ts'
export type { StepOrder } from './steps/order.ts'
export { summarize, type RunSummary } from './summarize.ts'
