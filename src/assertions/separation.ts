import type { Decision } from '../model/selector.ts'
import type { Step } from '../model/step.ts'
import type { StepOrder } from '../runs/index.ts'
import { both, either, not } from './declare/decisions.ts'
import { createReaches } from './declare/reaches.ts'
import type { Selected } from './count-steps.ts'

export interface Separation {
  /** Whether one of the steps ran, or may have run at the same time, between the two; undefined where nobody can tell. */
  readonly decision: Decision
  /** One certainly ran between: so it did for whatever comes later than the second. */
  readonly isCertain: boolean
}

/** Whether one of these steps stands between two others, whichever of the two came first. */
export function createSeparation(
  { sure, maybe }: Selected,
  order: StepOrder,
  ask: () => boolean,
): (one: Step, other: Step) => Separation {
  const resets = [...sure, ...maybe]
  const isSure = new Set(sure)
  const reachOf = createReaches(order, 'after')
  const between = (one: Step, other: Step): Separation => {
    let decision: Decision = false
    for (const reset of reachOf(resets)(one, { beyond: [other], orConcurrent: true })) {
      if (reset === one || reset === other) continue
      if (!ask()) return { decision: undefined, isCertain: false }
      const isThere = both(not(order.decide(reset, one)), not(order.decide(other, reset)))
      const separates = isSure.has(reset) ? isThere : both(isThere, undefined)
      if (separates === true && order.before(one, reset) && order.before(reset, other)) {
        return { decision: true, isCertain: true }
      }
      decision = either(decision, separates)
    }
    return { decision, isCertain: false }
  }
  return (one, other) => {
    if (resets.length === 0) return { decision: false, isCertain: false }
    if (order.before(one, other)) return between(one, other)
    if (order.before(other, one)) return between(other, one)
    return { decision: either(between(one, other).decision, between(other, one).decision), isCertain: false }
  }
}
