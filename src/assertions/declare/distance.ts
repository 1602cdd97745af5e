import { durationNano } from '../../model/duration.ts'
import type { Decision } from '../../model/selector.ts'
import type { Step } from '../../model/step.ts'

/** How far apart partners may be. */
export interface DistanceLimits {
  readonly within?: string | undefined
  readonly withinSteps?: number | undefined
}

/** The longest time between partners in nanoseconds; infinity for any. */
export function longestNano({ within }: DistanceLimits): number {
  return within === undefined ? Number.POSITIVE_INFINITY : durationNano(within)!
}

/** Whether `later` began at most that long after `earlier` had ended. */
export function isWithin(earlier: Step, later: Step, limitNano: number): Decision {
  if (limitNano === Number.POSITIVE_INFINITY) return true
  if (earlier.endUnixNano === null || later.startUnixNano === null) return undefined
  return Number(later.startUnixNano - earlier.endUnixNano) <= limitNano
}
