import type { Decision } from '../../model/selector.ts'
import type { Step } from '../../model/step.ts'
import type { Direction, StepOrder } from '../../runs/index.ts'
import type { Between } from './between.ts'
import { sharesKey, type Key } from './correlation.ts'
import { not } from './decisions.ts'
import { isWithin } from './distance.ts'
import type { Party } from './party.ts'
import { createReaches } from './reaches.ts'

/** What a step is to a partner that it does not have. */
export type Relation = 'none' | 'after' | 'concurrent' | 'too-late'

export interface PartnerRule {
  readonly order: StepOrder
  /** Where the partner is looked for, seen from the activation. */
  readonly direction: Direction
  readonly partners: Party
  /** Key of the activation. */
  readonly keyOf: (step: Step) => Key
  /** A partner that runs at the same time is one too. */
  readonly takesConcurrent: boolean
  readonly limitNano: number
  /** Fewer than `limit` of these stand between partners. */
  readonly between: readonly { readonly steps: Between; readonly limit: number }[]
  /** Whether two steps can be partners at all, apart from order. */
  readonly fits: (activation: Step, partner: Step) => Decision
  /** Counts a question; false once too many were asked. */
  readonly ask: () => boolean
}

/** A partner, and whether it certainly is one; where none is certain, one that may be. */
export interface FoundPartner {
  readonly decision: Decision
  readonly partner: Step | null
}

export interface PartnerSearch {
  readonly find: (activation: Step) => FoundPartner
  /** The nearest thing to a partner of a step that has none. */
  readonly explain: (activation: Step) => { readonly relation: Relation; readonly partner: Step | null }
}

export function createPartnerSearch(rule: PartnerRule): PartnerSearch {
  const { order, direction, partners, keyOf, takesConcurrent, limitNano, between, fits, ask } = rule
  const reachOf = createReaches(order, direction)
  const isAfter = direction === 'after'
  const isThere = (one: Step, other: Step): Decision => (isAfter ? order.decide(one, other) : order.decide(other, one))
  const isInPlace = (one: Step, other: Step): Decision =>
    takesConcurrent ? not(isThere(other, one)) : isThere(one, other)
  const isNear = (one: Step, other: Step): Decision =>
    isAfter ? isWithin(one, other, limitNano) : isWithin(other, one, limitNano)

  const isPartner = (one: Step, other: Step, isShared: Decision): Decision => {
    const known = [isShared, partners.takes(other), fits(one, other), isNear(one, other)]
    if (known.includes(false)) return false
    const decision = isInPlace(one, other)
    if (decision === false) return false
    let isOpen = decision === undefined || known.includes(undefined)
    for (const { steps, limit } of between) {
      const isFree = steps.isFewer(one, other, limit)
      if (isFree === false) return false
      isOpen ||= isFree === undefined
    }
    return isOpen ? undefined : true
  }

  return {
    find(one) {
      const key = keyOf(one)
      // Whatever lies beyond as many as may not stand between is no partner.
      const beyond = takesConcurrent
        ? undefined
        : between
            .map(({ steps, limit }) => ({ limit, found: steps.nearest(one, limit) }))
            .find(({ limit, found }) => found.length === limit)?.found
      let maybe: Step | null = null
      for (const list of partners.alike(key)) {
        const limits = { withinNano: limitNano, orConcurrent: takesConcurrent, ...(beyond && { beyond }) }
        for (const other of reachOf(list)(one, limits)) {
          if (other === one) continue
          if (!ask()) return { decision: undefined, partner: maybe }
          const isShared = sharesKey(key, partners.keyOf(other))
          const decision = isPartner(one, other, isShared)
          if (decision === true) return { decision, partner: other }
          if (decision === undefined) maybe ??= other
          // Where the key is not known, nothing in the list is certain.
          if (maybe !== null && isShared === undefined) break
        }
      }
      return { decision: maybe === null ? false : undefined, partner: maybe }
    },
    explain(one) {
      const key = keyOf(one)
      const isCandidate = (other: Step): boolean =>
        other !== one && partners.takes(other) === true && sharesKey(key, partners.keyOf(other)) === true
      const lists = partners.alike(key)
      for (const list of lists) {
        for (const other of reachOf(list)(one)) {
          if (isCandidate(other) && isThere(one, other) === true) return { relation: 'too-late', partner: other }
        }
      }
      let opposite: Step | null = null
      for (const other of lists.flat()) {
        if (!isCandidate(other)) continue
        if (isThere(other, one) === false) return { relation: 'concurrent', partner: other }
        opposite ??= other
      }
      return { relation: opposite === null ? 'none' : 'after', partner: opposite }
    },
  }
}
