import { expect, test } from 'vitest'

import { bisect } from '../../src/stats/bisect.ts'

test('finds where a predicate turns, from below', () => {
  const found = bisect((x) => x * x <= 2, 0, 2)
  expect(found * found).toBeLessThanOrEqual(2)
  expect(Math.abs(found - Math.SQRT2)).toBeLessThan(1e-15)
})

test('ends where the predicate holds at all points, or at none', () => {
  expect(bisect(() => true, 0, 1)).toBeCloseTo(1, 15)
  expect(bisect(() => false, 0, 1)).toBe(0)
})
