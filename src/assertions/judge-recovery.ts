import type { SpanRef } from '../model/step.ts'
import type { Description } from './common-reasons.ts'
import type { FindingData } from '../model/finding.ts'
import { exactCount } from '../schema/index.ts'
import { createAttemptEvidence } from './attempt-evidence.ts'
import { spansOf } from './count-steps.ts'
import { failureData, type CompiledFailure } from './failures.ts'
import { fail, open, type Outcome } from './outcome.ts'
import { createRecoverySearch, type RecoveryRule } from './recovery.ts'
import type { ScopedRun, TrajectoryRun } from './trajectory-run.ts'

export const withinSteps = exactCount
  .min(1, 'is below 1: what follows is a step later')
  .optional()
  .describe('It follows at most so many steps later, model calls and plans not counted. Default: any')

export interface JudgedRecovery {
  /** Failures that need something to follow. */
  readonly activations: number
  /** A failure that nothing follows in what is seen. */
  readonly failed: Outcome | undefined
  readonly open: Outcome | undefined
}

/** Whether each failure is followed by what recovers from it. */
export function judgeRecovery(
  run: TrajectoryRun,
  scoped: ScopedRun,
  failure: CompiledFailure,
  rule: RecoveryRule,
): JudgedRecovery {
  const evidence = createAttemptEvidence(run.run, run.steps.steps)
  const search = createRecoverySearch(run, scoped, rule)
  let activations = 0
  let failed: Omit<Outcome, 'activations' | 'verdict'> | undefined
  let doubt: { readonly reason: string; readonly span: readonly SpanRef[] } | undefined
  for (const one of failure.of(scoped.steps)) {
    const found = search(one)
    if (found === null) continue
    activations += 1
    if (found.decision === true) continue
    if (found.decision === undefined || one.decision === undefined) {
      const reason = one.decision === undefined ? 'content-unknown' : 'order-unknown'
      doubt ??= { reason, span: spansOf([one.step]) }
      continue
    }
    const { step, relation } = found
    failed ??= {
      reason: relation === 'too-late' ? 'too-late' : 'not-recovered',
      data: { ...failureData(one, evidence), relation, recovery: step === null ? null : (step.name ?? step.kind) },
      counterexample: [
        ...one.attempt.spans.slice(0, 1),
        ...(step === null || step === one.step ? [] : spansOf([step])),
      ],
    }
  }
  return {
    activations,
    failed: failed && fail(activations, failed.reason!, failed),
    open: doubt && open(activations, doubt.reason, { counterexample: doubt.span }),
  }
}

export function describeRecovery(id: string, { reason, errorType, ...data }: FindingData, place: string): Description {
  if (reason === 'order-unknown') {
    return {
      message: `\`${id}\` is undecided for ${place}: the recording does not say what came after a failure`,
      help: 'record start and end of every step',
    }
  }
  const error = typeof errorType === 'string' ? ` with \`${errorType}\`` : ''
  const by = String(data['by'])
  const near = nearWords(data)
  return {
    message: `in ${place} \`${String(data['failure'])}\` went wrong${error} and ${by} did not follow${near}`,
    help: `have the agent handle the failure by ${by}, or name what it does instead`,
  }
}

function nearWords({ relation, recovery, within }: FindingData): string {
  const name = `\`${String(recovery)}\``
  if (relation === 'too-late') return ` within ${String(within)} steps; ${name} came later`
  if (relation === 'concurrent') return `; ${name} ran at the same time`
  return relation === 'after' ? `; ${name} came before` : ''
}
