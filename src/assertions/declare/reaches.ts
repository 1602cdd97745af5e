import type { Step } from '../../model/step.ts'
import type { Direction, Reach, StepOrder } from '../../runs/index.ts'

/** Of so few steps each is looked at. */
const few = 2

/** What finds steps of a list on one side of a step; made once for each list. */
export function createReaches(order: StepOrder, direction: Direction): (list: readonly Step[]) => Reach {
  const reaches = new Map<readonly Step[], Reach>()
  return (list) => {
    if (list.length <= few) return () => list
    let reach = reaches.get(list)
    if (reach === undefined) {
      reach = order.reach(list, direction)
      reaches.set(list, reach)
    }
    return reach
  }
}
