import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { align } from '../../../src/assertions/plan/alignment.ts'
import type { Relation } from '../../../src/assertions/plan/observed.ts'
import type { PlanItem } from '../../../src/assertions/plan/plan.ts'
import type { Trial } from './oracle.ts'
import { alignSeen, alignTrial, plainStep, planOf, seen, sequenceOf, trials } from './trials.ts'

const abc = sequenceOf('a b c')

function sums(plan: typeof abc, text: string): [number, number, number] {
  const { cost, planCost, observedCost } = alignSeen(plan, seen(text))
  const worst = planCost + observedCost
  return [cost / 1000, worst / 1000, Number((1 - cost / worst).toFixed(6))]
}

test.each([
  ['a b c', 0, 6, 1],
  ['a c', 1, 5, 0.8],
  ['a x b c', 1, 7, 0.857143],
  ['b a c', 2, 6, 0.666667],
  ['a b(args) c', 0.5, 6, 0.916667],
  ['a d|b c', 1.5, 6, 0.75],
  ['a d c', 2, 6, 0.666667],
  ['', 3, 3, 0],
])('the plan a, b, c against %s', (text, cost, worst, fitness) => {
  expect(sums(abc, text)).toEqual([cost, worst, fitness])
})

test('an optional step may be left out', () => {
  expect(sums(planOf([{ id: 'a' }, { id: 'b', optional: true }, { id: 'c' }]), 'a c')).toEqual([0, 4, 1])
})

test('a plan in any order takes any', () => {
  expect(sums(planOf([{ anyOrder: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] }]), 'c a b')).toEqual([0, 6, 1])
})

test('a billing plan whose third step calls another service', () => {
  const plan = sequenceOf('customer period invoices total answer')
  // One skip and one insertion; with the join another insertion; 0.75 · 2 when the other service is declared.
  expect(sums(plan, 'customer period orders total answer')).toEqual([2, 10, 0.8])
  expect(sums(plan, 'customer period orders join total answer')).toEqual([3, 11, 0.727273])
  expect(sums(plan, 'customer period orders|invoices total answer')).toEqual([1.5, 10, 0.85])
})

test('exactly one branch is asked for, and the cheapest is what the plan costs undone', () => {
  const plan = planOf([{ id: 'a' }, { oneOf: [{ id: 'b', weight: 3 }, { anyOrder: [{ id: 'c' }, { id: 'd' }] }] }])
  expect(sums(plan, 'a b')).toEqual([0, 5, 1])
  expect(sums(plan, 'a d c')).toEqual([0, 6, 1])
  expect(sums(plan, 'a b c')).toEqual([1, 6, 0.833333])
  expect(sums(plan, 'a')).toEqual([2, 4, 0.5])
})

test('a step is repeated as often as it may be, and skipped as often as it must', () => {
  const plan = planOf([{ id: 'a', repeat: { min: 2, max: 3 } }, { id: 'b' }])
  expect(sums(plan, 'a a b')).toEqual([0, 6, 1])
  expect(sums(plan, 'a a a b')).toEqual([0, 7, 1])
  expect(sums(plan, 'a a a a b')).toEqual([1, 8, 0.875])
  expect(sums(plan, 'b')).toEqual([2, 4, 0.5])
  const unbounded = planOf([{ id: 'a', repeat: {} }, { id: 'b' }])
  expect(sums(unbounded, `${'a '.repeat(40)} b`)).toEqual([0, 43, 1])
})

test('a failed step is an insertion, and its plan step skipped, unless that allows failures', () => {
  expect(sums(sequenceOf('a b'), 'a! b')).toEqual([2, 4, 0.5])
  expect(sums(planOf([{ id: 'a', allowFailed: true }, { id: 'b' }]), 'a! b')).toEqual([0, 4, 1])
})

test('free insertions cost nothing, denied ones one whatever else is declared', () => {
  const observed = seen('x y z', {
    x: { isFree: true },
    y: { isDenied: true, isFree: true, insertCost: 5000 },
    z: { insertCost: 2500 },
  })
  expect(alignSeen(sequenceOf('a'), observed)).toMatchObject({ cost: 4500, observedCost: 3500, planCost: 1000 })
})

test('of equally cheap alignments it takes the synchronous, the earlier step, and skips before it inserts', () => {
  const { pairs, skipped, inserted, ties } = alignSeen(abc, seen('b a c'))
  expect(pairs.map(({ position, step }) => [position, step])).toEqual([
    [0, 1],
    [2, 2],
  ])
  expect(skipped).toEqual([{ step: 0, executions: 1, cost: 1000 }])
  expect(inserted).toEqual([1])
  expect(ties).toBe(true)
})

test('nothing to align costs nothing', () => {
  expect(alignSeen(planOf([{ id: 'a', optional: true }]), seen(''))).toMatchObject({
    cost: 0,
    planCost: 0,
    observedCost: 0,
    ties: false,
  })
})

test('a prefix leaves its rest uncharged, and at equal cost is the longer one', () => {
  const unexecuted = alignSeen(abc, seen('a'), { isPrefix: true })
  expect(unexecuted).toMatchObject({ cost: 0, planCost: 1000, observedCost: 1000, rest: [1, 2] })
  // Inserting b costs as much as skipping a and doing b.
  const longer = alignSeen(abc, seen('b'), { isPrefix: true })
  expect(longer).toMatchObject({ cost: 1000, planCost: 2000, observedCost: 1000, rest: [2], inserted: [] })
})

test('steps finished before are not asked for again, nor are alternatives to them', () => {
  const plan = planOf([{ oneOf: [{ id: 'a' }, { id: 'b' }] }, { id: 'c', repeat: { min: 3 } }])
  const carried = new Map([
    ['a', 1],
    ['c', 1],
  ])
  expect(alignSeen(plan, seen('c c'), { carried })).toMatchObject({ cost: 0, planCost: 2000 })
  expect(alignSeen(plan, seen('a b c c'), { carried })).toMatchObject({ cost: 2000, planCost: 2000 })
})

test('with free skips only insertions and deviations cost', () => {
  expect(alignSeen(abc, seen('x c'), { hasFreeSkips: true })).toMatchObject({ cost: 1000, planCost: 3000 })
})

test('a search that ends at its cap says so', () => {
  const plan = planOf([{ anyOrder: 'abcdef'.split('').map((id) => ({ id, after: [] })) }])
  const relate = (position: number, id: string): Relation => ('abcxyz'[position] === id ? 'match' : 'args-differ')
  const observed = { steps: 'abcxyz'.split('').map(() => plainStep), before: () => false }
  const { cost, ...found } = align(plan, observed, relate, { stateCap: 2 })
  // Three are done with other arguments, at the best; nothing looked at so far rules out that all fit.
  expect(cost).toBeGreaterThanOrEqual(1500)
  expect(found).toMatchObject({ isApproximate: true, ties: null, leastCost: 0 })
})

/** The same trial with other ids, siblings listed the other way round, and what was observed numbered backwards. */
function disguised({ items, actions, observed, before }: Trial): Trial {
  const rename = (id: string): string => `z${9 - Number(id.slice(1))}`
  const turn = (item: PlanItem): PlanItem => {
    const after = item.after?.map(rename)
    if ('oneOf' in item)
      return {
        ...item,
        id: item.id === undefined ? undefined : `other-${item.id}`,
        after,
        oneOf: item.oneOf.map(turn).toReversed(),
      }
    if ('anyOrder' in item) return { ...item, after, anyOrder: item.anyOrder.map(turn).toReversed() }
    return { ...item, id: rename(item.id), after }
  }
  return {
    items: items.map(turn),
    actions: Object.fromEntries(Object.entries(actions).map(([id, action]) => [rename(id), action])),
    observed: observed.toReversed(),
    before: before.map((row) => row.toReversed()).toReversed(),
  }
}

test('names and the order of unordered siblings change nothing', () => {
  fc.assert(
    fc.property(trials(5, 6), (trial) => {
      const facts = ({ cost, planCost, observedCost, ties }: ReturnType<typeof alignTrial>): unknown => ({
        cost,
        planCost,
        observedCost,
        ties,
      })
      const plain = alignTrial(trial)
      const other = alignTrial(disguised(trial))
      expect(facts(other)).toEqual(facts(plain))
      // Which steps are paired is the same where there is but one way.
      if (plain.ties === false) {
        const last = trial.observed.length - 1
        expect(other.inserted.map((position) => last - position).toReversed()).toEqual(plain.inserted)
      }
    }),
    { numRuns: 1000 },
  )
})
