import type { Step } from '../model/step.ts'
import type { StepOrder } from '../runs/index.ts'
import { cutSeries } from './matching/series.ts'

/** Steps that come after all steps of the group before. */
export interface StepGroup {
  readonly steps: readonly Step[]
  /** The recording does not say in which order some of them came. */
  readonly isOrderOpen: boolean
}

/** Steps, sorted as a run's are, as groups one after another; only steps of one group have no order among each other. */
export function groupInOrder(steps: readonly Step[], order: StepOrder): readonly StepGroup[] {
  const starts = cutSeries(steps.length, (one, other) => isBefore(steps[one]!, steps[other]!, order))
  return starts.map((start, index) => {
    const group = steps.slice(start, starts[index + 1] ?? steps.length)
    const isOrderOpen = group.some((step, at) => at > 0 && isOpen(group[at - 1]!, step, order))
    return { steps: group, isOrderOpen }
  })
}

/** A step that was tried again stands where it was tried first: what happened until then came after it. */
function isBefore(one: Step, other: Step, order: StepOrder): boolean {
  if (order.before(one, other)) return true
  if (one.attempts.length === 1 || order.isSameTurn(one, other) || order.contains(one, other)) return false
  const { endUnixNano } = one.attempts[0]
  return endUnixNano !== null && other.startUnixNano !== null && endUnixNano <= other.startUnixNano
}

function isOpen(one: Step, other: Step, order: StepOrder): boolean {
  if (isBefore(one, other, order) || isBefore(other, one, order)) return false
  return order.decide(one, other) === undefined || order.decide(other, one) === undefined
}
