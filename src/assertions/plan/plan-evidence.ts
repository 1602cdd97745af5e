import type { Gap, Step } from '../../model/step.ts'
import { spansOf } from '../count-steps.ts'
import { open, openByGaps, type Outcome } from '../outcome.ts'
import type { ScopedRun } from '../trajectory-run.ts'
import type { NotObserved } from './observe-steps.ts'
import type { NoPlan, SourcedPlan } from './plan-source.ts'

/** What of the evidence for a plan is lost. */
export interface LostEvidence {
  readonly holes: readonly Gap[]
  /** Steps known to be missing; null when nobody knows how many. */
  readonly missing: number | null
  /** A version of the plan may be lost: what was due is not known. */
  readonly mayHidePlan: boolean
}

export function lostEvidence(scoped: ScopedRun, { source }: SourcedPlan): LostEvidence {
  const holes = scoped.holes('tools')
  const isCounted = holes.every(({ facet }) => facet === 'calls' || facet === 'unended')
  return {
    holes,
    missing: isCounted ? holes.reduce((sum, { spans }) => sum + spans.length, 0) : null,
    mayHidePlan: source !== 'contract' && holes.some(({ facet }) => facet !== 'calls' || source === 'extract'),
  }
}

/** A run without a plan proves nothing of adherence, and is no perfect one. */
export function withoutPlan({ reason, detail, spans }: NoPlan): Outcome {
  return open(1, reason, { data: { detail }, counterexample: spans })
}

export function notObserved(problem: NotObserved, scoped: ScopedRun, steps: readonly Step[]): Outcome {
  if (problem.reason === 'step-unmatchable') return open(1, problem.reason, { data: { ids: problem.ids.slice(0, 20) } })
  if (problem.reason === 'tangle') return open(1, 'state-cap', { data: { states: steps.length } })
  const counterexample = spansOf([problem.step])
  const gaps = scoped.gaps('times')
  if (gaps.length > 0) return openByGaps(1, gaps, { counterexample })
  return open(1, 'plan-unreadable', {
    data: { detail: 'nothing tells whether a step began before its plan stood' },
    counterexample,
  })
}

/** Words for what leaves any assertion on plans open. */
export function describePlanProblem(
  id: string,
  { reason, detail, ids }: Readonly<Record<string, unknown>>,
  place: string,
): { readonly message: string; readonly help: string } | undefined {
  switch (reason) {
    case 'plan-missing':
      return {
        message: `\`${id}\` is undecided for ${place}: ${String(detail)}`,
        help: 'record the plan in `spanpact.plan.emitted`, give it as `plan`, or say where it stands by `extract`',
      }
    case 'plan-unreadable':
      return {
        message: `\`${id}\` is undecided for ${place}: ${String(detail)}`,
        help: 'record every version of the plan whole, once, with its `id` and `version`',
      }
    case 'plan-schema':
      return {
        message: `\`${id}\` is undecided for ${place}: ${String(detail)}`,
        help: 'update spanpact, or emit plans in the format that it reads',
      }
    case 'step-unmatchable':
      return {
        message: `\`${id}\` is undecided for ${place}: nothing says which action does plan step \`${String((ids as readonly string[])[0])}\``,
        help: 'plan steps with the names of tools, add the text to `map`, or set `spanpact.plan.step.id` on the spans that do it',
      }
    default:
      return undefined
  }
}
