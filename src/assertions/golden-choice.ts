import type { TrajectoryRun } from './trajectory-run.ts'

/**
 * Whether a recording is the one to compare a run with: both declare the same case, or were asked the same. One that
 * declares neither is for all runs that its trajectory speaks of.
 */
export function appliesTo(golden: TrajectoryRun, run: TrajectoryRun): boolean {
  if (golden.caseId !== null && run.caseId !== null) return golden.caseId === run.caseId
  if (golden.input !== null && run.input !== null) return golden.input === run.input
  return golden.caseId === null && golden.input === null
}
