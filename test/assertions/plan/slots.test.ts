import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { matchSlots } from '../../../src/assertions/plan/slots.ts'

test('a slot gives way where both can be filled', () => {
  expect(matchSlots([[1, 2], [1]])).toEqual([2, 1])
})

test('an earlier slot keeps its place', () => {
  expect(matchSlots([[1], [1], []])).toEqual([1, undefined, undefined])
})

function most(candidates: readonly (readonly number[])[], used: readonly number[] = []): number {
  const [first, ...rest] = candidates
  if (first === undefined) return 0
  const filled = first.filter((one) => !used.includes(one)).map((one) => 1 + most(rest, [...used, one]))
  return Math.max(most(rest, used), ...filled)
}

test('as many slots are filled as trying everything fills', () => {
  const slots = fc.array(fc.uniqueArray(fc.nat({ max: 5 }), { maxLength: 4 }), { maxLength: 6 })
  fc.assert(
    fc.property(slots, (candidates) => {
      const filled = matchSlots(candidates).flatMap((candidate, slot) =>
        candidate === undefined ? [] : [{ candidate, slot }],
      )
      expect(filled.length).toBe(most(candidates))
      expect(new Set(filled.map(({ candidate }) => candidate)).size).toBe(filled.length)
      for (const { candidate, slot } of filled) expect(candidates[slot]!.includes(candidate)).toBe(true)
    }),
  )
})
