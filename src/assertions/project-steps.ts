import type { Step } from '../model/step.ts'
import type { StepOrder } from '../runs/index.ts'
import { projectOrder, type Poset } from './matching/poset.ts'

/**
 * The order of these steps among each other, transitively closed; positions are indexes of the list, which is sorted as a run's
 * steps are. Undefined where more than `largestTangle` of them hang together.
 */
export function projectSteps(steps: readonly Step[], order: Pick<StepOrder, 'before'>): Poset | undefined {
  return projectOrder(
    steps.length,
    (from, to) => order.before(steps[from]!, steps[to]!),
    (from, to) => rankOf(steps[from]!, steps[to]!),
  )
}

/** Steps that may hang together without one that is before or after all others. */
export const largestTangle = 4096

/** What an edge rests on, surest first: a request, times, the number of a turn. */
function rankOf(from: Step, to: Step): number {
  if (from.kind === 'model' && to.requestedBy === from.id) return 0
  const isInTime = from.endUnixNano !== null && to.startUnixNano !== null && from.endUnixNano <= to.startUnixNano
  return isInTime ? 1 : 2
}
