import type { Decision } from '../../model/selector.ts'
import type { Step } from '../../model/step.ts'
import type { Direction, StepOrder } from '../../runs/index.ts'
import { sharesKey, type Key } from './correlation.ts'
import { both } from './decisions.ts'
import type { Party } from './party.ts'
import { createReaches } from './reaches.ts'

/** Steps of a party that stand between two steps. */
export interface Between {
  /** Whether fewer than `limit` stand strictly between them. */
  readonly isFewer: (one: Step, other: Step, limit: number) => Decision
  /** Up to `limit` that certainly stand on the side of a step that is looked at, near ones first. */
  readonly nearest: (one: Step, limit: number) => readonly Step[]
}

/** Steps that certainly neither are models nor plans: what "next" goes from one to another of. */
export function isAction({ kind }: Step): boolean {
  return kind !== 'model' && kind !== 'plan'
}

/** `keyOf`: what the party's steps must share with the step that is looked from. */
export function createBetween(
  order: StepOrder,
  direction: Direction,
  party: Party,
  keyOf: (step: Step) => Key,
  ask: () => boolean,
): Between {
  const reachOf = createReaches(order, direction)
  const isNear = (one: Step, other: Step): Decision =>
    direction === 'after' ? order.decide(one, other) : order.decide(other, one)
  const isOneOf = (step: Step, key: Key): Decision => both(party.takes(step), sharesKey(key, party.keyOf(step)))
  return {
    isFewer(one, other, limit) {
      const key = keyOf(one)
      let sure = 0
      let most = 0
      for (const list of party.alike(key)) {
        for (const step of reachOf(list)(one, { beyond: [other] })) {
          if (step === other) continue
          if (!ask()) return undefined
          const isAfterOne = isNear(one, step)
          if (isAfterOne === false) continue
          const decision = both(both(isAfterOne, isNear(step, other)), isOneOf(step, key))
          if (decision === false) continue
          most += 1
          if (decision === true) sure += 1
          if (sure >= limit) return false
        }
      }
      return most >= limit ? undefined : true
    },
    nearest(one, limit) {
      const key = keyOf(one)
      const found: Step[] = []
      for (const list of party.alike(key)) {
        for (const step of reachOf(list)(one)) {
          if (!ask()) return found
          if (isNear(one, step) === true && isOneOf(step, key) === true) found.push(step)
          if (found.length >= limit) return found
        }
      }
      return found
    },
  }
}
