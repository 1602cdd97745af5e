import { factsOf, wireCallOf } from '../dialects/index.ts'
import type { Contract } from '../model/contract.ts'
import type { Span } from '../model/span.ts'
import { joinRead, recordRun, type RecordedRun } from '../reconcile/index.ts'
import { createEvidenceKeeper, deriveSteps, type Run, type RunRead, type SpanEvidence } from '../runs/index.ts'
import type { SpanPayload } from './judge-context.ts'
import { joinKeys } from './reconcile-contract.ts'

/** Takes of the runs of one recording what contracts compare with second sources. */
export interface RunRecorder {
  /** What spans retain for it. */
  readonly reads: readonly RunRead[]
  /** What steps are derived from; undefined for a span that has nothing to say. */
  readonly evidenceOf: (span: Span) => SpanEvidence | undefined
  /** Takes a run of the contract at that position. */
  readonly record: (position: number, run: Run) => void
  readonly runsOf: (position: number) => readonly RecordedRun[]
}

/** Undefined where no contract compares anything: then nothing of spans is kept for it. */
export function createRunRecorder(contracts: readonly Contract[]): RunRecorder | undefined {
  if (contracts.every(({ reconcile }) => reconcile.length === 0)) return undefined
  const keys = [...new Set(contracts.flatMap(joinKeys))]
  const keep = createEvidenceKeeper({ args: 'digest', result: 'none' })
  const runs = contracts.map((): RecordedRun[] => [])
  let last: { readonly run: Run; readonly recorded: RecordedRun } | undefined
  return {
    reads: keys.map(joinRead),
    evidenceOf: (span) => keep(span, factsOf(span), wireCallOf(span)),
    record(position, run) {
      // Steps are derived once, however many contracts compare them.
      if (last?.run !== run) {
        const steps = deriveSteps(run, ({ payload }) => (payload as SpanPayload | undefined)?.evidence)
        last = { run, recorded: recordRun(run, steps, keys) }
      }
      runs[position]!.push(last.recorded)
    },
    runsOf: (position) => runs[position]!,
  }
}
