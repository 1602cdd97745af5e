import type { Decision } from '../model/selector.ts'
import type { Step } from '../model/step.ts'
import type { StepOrder } from '../runs/index.ts'

type Limit = (step: Step) => boolean

/**
 * Says which of the steps may stand at a place, from 1, in some order that agrees with what came before what; undefined once
 * more than `cap` pairs were looked at. Steps are listed by start, so that those next to the place in the list tell for most
 * others which side they are on, and few are compared with all.
 */
export function createPlaceTest(
  steps: readonly Step[],
  place: number,
  order: Pick<StepOrder, 'before' | 'conflicts'>,
  cap: number,
): (step: Step) => Decision {
  let pairs = 0
  const before = (one: Step, other: Step): boolean => {
    pairs += 1
    return order.before(one, other)
  }
  const fromEnd = steps.toReversed()
  /** At least so many certainly came before the step, or after it. */
  const hasBefore = (step: Step, least: number): boolean => hasAtLeast(least, steps, (one) => before(one, step))
  const hasAfter = (step: Step, least: number): boolean => hasAtLeast(least, fromEnd, (one) => before(step, one))

  // What came after a step that has all the places before it taken comes too late itself; the other way round too early.
  // Where the order contradicts itself nothing follows from it.
  const isOrdered = order.conflicts.length === 0
  const late = isOrdered ? pivot(steps, place - 1, (one) => hasBefore(one, place - 1)) : undefined
  const early = isOrdered
    ? pivot(fromEnd, steps.length - place, (one) => hasAfter(one, steps.length - place))
    : undefined

  return (step) => {
    if (late !== undefined && before(late, step)) return false
    if (early !== undefined && before(step, early)) return false
    if (pairs > cap) return undefined
    return !hasBefore(step, place) && !hasAfter(step, steps.length - place + 1)
  }
}

/** The first step that the test takes, from a position on in growing strides. */
function pivot(steps: readonly Step[], from: number, test: Limit): Step | undefined {
  for (let stride = 1, at = from; at < steps.length; at += stride, stride *= 2) {
    if (test(steps[at]!)) return steps[at]
  }
  return undefined
}

function hasAtLeast(least: number, steps: readonly Step[], test: Limit): boolean {
  if (least === 0) return true
  let count = 0
  for (const step of steps) if (test(step) && ++count === least) return true
  return false
}
