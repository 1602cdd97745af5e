import { expect, test } from 'vitest'

import { align } from '../../../src/assertions/plan/alignment.ts'
import type { Relation } from '../../../src/assertions/plan/observed.ts'
import { alignSeen, plainStep, planOf, seen, sequenceOf } from './trials.ts'

const numbered = (count: number, name = 's'): string[] => Array.from({ length: count }, (_, at) => `${name}${at}`)

// States are what a search costs; they are the same on every machine.
test('a linear plan takes states in proportion', () => {
  const steps = numbered(20).join(' ')
  expect(alignSeen(sequenceOf(steps), seen(steps)).states).toBeLessThan(60)
})

test('insertions of other tools cost no states', () => {
  const steps = numbered(50)
  const run = steps.flatMap((step, at) => [step, `x${at}`, `y${at}`])
  const { cost, states } = alignSeen(sequenceOf(steps.join(' ')), seen(run.join(' ')))
  expect(cost).toBe(100_000)
  expect(states).toBeLessThan(150)
})

test('a parallel block is no more than a list', () => {
  const plan = planOf([{ anyOrder: numbered(12).map((id) => ({ id })) }])
  const { relate, observed } = seen([...numbered(9), 'x', 'y', 'z'].join(' '))
  const { cost, states } = align(plan, { ...observed, before: () => false }, relate)
  expect(cost).toBe(6000)
  expect(states).toBeLessThan(30)
})

test('a parallel block of one tool with other arguments stays within 6500 states', () => {
  const plan = planOf([{ anyOrder: numbered(12).map((id) => ({ id })) }])
  const observed = { steps: numbered(12).map(() => plainStep), before: () => false }
  const relate = (position: number, id: string): Relation =>
    position < 9 && id === `s${position}` ? 'match' : 'args-differ'
  const { cost, states } = align(plan, observed, relate)
  expect(cost).toBe(1500)
  expect(states).toBeLessThan(6500)
})

test('equal steps in parallel are taken one for another', () => {
  const plan = planOf([{ anyOrder: numbered(30).map((id) => ({ id })) }])
  const observed = { steps: numbered(30).map(() => plainStep), before: () => false }
  expect(align(plan, observed, () => 'match')).toMatchObject({ cost: 0, ties: true })
  expect(align(plan, observed, () => 'match').states).toBeLessThan(100)
})

test('a thousand repetitions of one step', () => {
  const plan = planOf([{ id: 'a', repeat: {} }, { id: 'b' }])
  expect(alignSeen(plan, seen(`${'a '.repeat(1000)} b`))).toMatchObject({ cost: 0, ties: false })
})

test('more pairs than can be tried are bounded, not searched', () => {
  const plan = planOf(numbered(100).map((id) => ({ id, repeat: {} })))
  const observed = { steps: numbered(1000).map(() => plainStep), before: (one: number, other: number) => one < other }
  expect(align(plan, observed, () => 'match')).toMatchObject({
    cost: 1_100_000,
    leastCost: 0,
    isApproximate: true,
    ties: null,
  })
})

test('a search that is given up still finds a good way', () => {
  const plan = planOf([{ anyOrder: numbered(20).map((id) => ({ id })) }])
  const observed = { steps: numbered(20).map(() => plainStep), before: () => false }
  const relate = (position: number, id: string): Relation =>
    position < 12 && id === `s${position}` ? 'match' : 'args-differ'
  const { cost, leastCost, isApproximate } = align(plan, observed, relate, { stateCap: 10_000 })
  // Eight are done with other arguments.
  expect(cost).toBe(4000)
  expect([leastCost <= 4000, isApproximate]).toEqual([true, leastCost < 4000])
})
