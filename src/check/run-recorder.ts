import type { Contract } from '../model/contract.ts'
import { joinRead, recordRun, type RecordedRun } from '../reconcile/index.ts'
import type { Run, RunRead, RunSteps } from '../runs/index.ts'
import { joinKeys } from './reconcile-contract.ts'

/** Takes of the runs of one recording what contracts compare with second sources. */
export interface RunRecorder {
  /** What spans retain for it. */
  readonly reads: readonly RunRead[]
  /** Takes a run of the contract at that position. */
  readonly record: (position: number, run: Run) => void
  readonly runsOf: (position: number) => readonly RecordedRun[]
}

/** Undefined where no contract compares anything: then nothing of spans is kept for it. */
export function createRunRecorder(
  contracts: readonly Contract[],
  stepsOf: (run: Run) => RunSteps,
): RunRecorder | undefined {
  if (contracts.every(({ reconcile }) => reconcile.length === 0)) return undefined
  const keys = [...new Set(contracts.flatMap(joinKeys))]
  const runs = contracts.map((): RecordedRun[] => [])
  let last: { readonly run: Run; readonly recorded: RecordedRun } | undefined
  return {
    reads: keys.map(joinRead),
    record(position, run) {
      // Taken once, however many contracts compare it.
      if (last?.run !== run) {
        last = { run, recorded: recordRun(run, stepsOf(run), keys) }
      }
      runs[position]!.push(last.recorded)
    },
    runsOf: (position) => runs[position]!,
  }
}
