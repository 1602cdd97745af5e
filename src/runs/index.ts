// Spans in, runs out: trees, joins, completeness. Nothing here knows a contract's rules.
export { assembleRun, bySpanOrder } from './assemble-run.ts'
export { retain, runIdOf, type RetainedLog, type RetainedSpan } from './retained-span.ts'
export type { ContractRun, Run, RunRead, RunSpan } from './run.ts'
export { createRunStore, defaultMemoryBytes } from './run-store.ts'
