import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { pairMost } from '../../../src/assertions/matching/bipartite.ts'

/** Tries every partner, or none, for one left after the other. */
function mostPairs(table: readonly (readonly number[])[], left = 0, taken: ReadonlySet<number> = new Set()): number {
  if (left === table.length) return 0
  const free = table[left]!.filter((right) => !taken.has(right))
  const sizes = free.map((right) => 1 + mostPairs(table, left + 1, new Set([...taken, right])))
  return Math.max(mostPairs(table, left + 1, taken), ...sizes)
}

const graphs = fc
  .record({ left: fc.nat({ max: 7 }), right: fc.nat({ max: 7 }), density: fc.integer({ min: 1, max: 6 }) })
  .chain(({ left, right, density }) =>
    fc.record({
      right: fc.constant(right),
      table: fc.array(
        fc
          .array(fc.nat({ max: 9 }), { minLength: right, maxLength: right })
          .map((row) => row.flatMap((value, at) => (value < density ? [at] : []))),
        { minLength: left, maxLength: left },
      ),
    }),
  )

describe('pairMost', () => {
  test('gives up a pair where that makes two', () => {
    expect(pairMost(2, 2, (left) => [[0, 1], [0]][left]!)).toEqual([
      [0, 1],
      [1, 0],
    ])
  })

  test('of several largest sets it takes the one with the smallest numbers', () => {
    expect(pairMost(3, 3, () => [0, 1, 2])).toEqual([
      [0, 0],
      [1, 1],
      [2, 2],
    ])
    expect(pairMost(3, 1, () => [0])).toEqual([[0, 0]])
  })

  test('pairs nothing where nothing can be paired', () => {
    expect(pairMost(0, 3, () => [0])).toEqual([])
    expect(pairMost(3, 0, () => [])).toEqual([])
  })

  test('agrees with trying everything, up to 7 × 7', () => {
    fc.assert(
      fc.property(graphs, ({ table, right }) => {
        const pairs = pairMost(table.length, right, (left) => table[left]!)
        expect(pairs.length).toBe(mostPairs(table))
        expect(new Set(pairs.map(([left]) => left)).size).toBe(pairs.length)
        expect(new Set(pairs.map(([, each]) => each)).size).toBe(pairs.length)
        expect(pairs.filter(([left, each]) => !table[left]!.includes(each))).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })

  test('an augmenting path through 5 000 pairs takes no stack', () => {
    // Left n prefers right n, and the last one has only right 0: all have to move on by one.
    const partners = (left: number): number[] => (left === 5_000 ? [0] : [left, left + 1])
    expect(pairMost(5_001, 5_001, partners).length).toBe(5_001)
  })
})
