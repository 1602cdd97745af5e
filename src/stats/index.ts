// Outcomes of repeated runs in; verdicts, bounds and comparisons out. Nothing here runs an agent, reads a file or knows a
// contract. To add a statistic: one file that names its source, its test, and one line here once another folder calls it.
export { collapseReplays, type Observation } from './collapse-replays.ts'
export { compareWithBaseline, type BaselineSettings } from './compare-with-baseline.ts'
export { greatestRate, runsNeeded } from './runs-needed.ts'
export { sequentialVerdict, type TrialOutcome, type TrialVerdict } from './sequential-verdict.ts'
export type { CaseResult, TrialResults } from './trial-results.ts'
export { findTrialProblems, longestTrial, requiredRate, stops, type TrialSettings } from './trial-settings.ts'
