import type { Decision } from '../model/selector.ts'
import type { Step } from '../model/step.ts'
import type { StepOrder } from '../runs/index.ts'
import { isFailed } from './step-selector.ts'

/**
 * Whether a step failed and a later one of the same kind, name and scope did not: it was made good. Undefined where the
 * later ones are still pending.
 */
export function findSuperseded(steps: readonly Step[], order: StepOrder): (step: Step) => Decision {
  if (!steps.some(({ status }) => isFailed(status))) return () => false
  const repairs = Map.groupBy(
    steps.filter(({ status, name }) => name !== null && !isFailed(status)),
    groupOf,
  )
  return (step) => {
    if (!isFailed(step.status)) return false
    const later = (repairs.get(groupOf(step)) ?? []).filter(
      (other) => mayBeLater(step, other) && order.before(step, other),
    )
    if (later.length === 0) return false
    return later.some(({ status }) => status !== 'pending') ? true : undefined
  }
}

function groupOf({ kind, name, scope }: Step): string {
  return `${kind} ${scope?.index ?? -1} ${name ?? ''}`
}

/** Cheaper than the order, and never false where that says yes: what began before in no later turn is not after. */
function mayBeLater(step: Step, other: Step): boolean {
  if (step.requestedBy !== null && step.requestedBy === other.requestedBy) return false
  if (step.startUnixNano === null || other.startUnixNano === null || other.startUnixNano >= step.startUnixNano)
    return true
  return step.turn !== null && other.turn !== null && other.turn > step.turn
}
