import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { align } from '../../../src/assertions/matching/align.ts'
import type { Alignment } from '../../../src/assertions/matching/align.ts'
import { antichain, chain, extensionsOf, posetOf, rows, tables } from './orders.ts'
import type { Table } from './orders.ts'

interface Case {
  readonly first: Table
  readonly second: Table
  /** `canPair[a][b]`: position a of the first with b of the second. */
  readonly canPair: readonly (readonly boolean[])[]
}

const cases: fc.Arbitrary<Case> = fc.record({ first: tables(5), second: tables(5) }).chain(({ first, second }) =>
  fc.record({
    first: fc.constant(first),
    second: fc.constant(second),
    canPair: fc.oneof(
      // By name, as most calls are told apart.
      fc
        .tuple(
          fc.array(fc.nat({ max: 2 }), { minLength: 5, maxLength: 5 }),
          fc.array(fc.nat({ max: 2 }), { minLength: 5, maxLength: 5 }),
        )
        .map(([names, others]) => names.map((name) => others.map((other) => name === other))),
      fc.array(fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), { minLength: 5, maxLength: 5 }),
    ),
  }),
)

function commonLength(one: readonly number[], other: readonly number[], { canPair }: Case): number {
  const [a, ...restOfOne] = one
  const [b, ...restOfOther] = other
  if (a === undefined || b === undefined) return 0
  const kept = canPair[a]![b]! ? 1 + commonLength(restOfOne, restOfOther, { canPair } as Case) : 0
  return Math.max(
    kept,
    commonLength(restOfOne, other, { canPair } as Case),
    commonLength(one, restOfOther, { canPair } as Case),
  )
}

function bruteForce(given: Case): number {
  const others = [...extensionsOf(given.second)]
  let most = 0
  for (const one of extensionsOf(given.first)) {
    for (const other of others) most = Math.max(most, commonLength(one, other, given))
  }
  return most
}

function alignCase(given: Case, options = {}): Alignment {
  const partners = (position: number): number[] =>
    [...given.second.keys()].filter((other) => given.canPair[position]![other])
  return align(posetOf(given.first), posetOf(given.second), partners, options)
}

function expectSound(given: Case, { pairs }: Alignment): void {
  pairs.forEach(([first, second], index) => {
    expect(given.canPair[first]![second]).toBe(true)
    for (const [laterFirst, laterSecond] of pairs.slice(index + 1)) {
      expect(laterFirst === first || laterSecond === second).toBe(false)
      expect(given.first[laterFirst]![first] || given.second[laterSecond]![second]).toBe(false)
    }
  })
}

/** Small ones only: the oracle goes through all pairs of linear extensions. */
const small = cases.filter(
  ({ first, second }) => [...extensionsOf(first)].length * [...extensionsOf(second)].length <= 300,
)

describe('align', () => {
  test('agrees with the longest common subsequence over all linear extensions, up to 5 × 5', () => {
    fc.assert(
      fc.property(small, (given) => {
        const result = alignCase(given)
        expect(result.pairs.length).toBe(bruteForce(given))
        expect(result.upper).toBe(result.pairs.length)
        expectSound(given, result)
      }),
      { numRuns: 600 },
    )
  })

  test('with a cap, or a size that is needed, its bounds hold', () => {
    fc.assert(
      fc.property(small, fc.integer({ min: 1, max: 6 }), fc.nat({ max: 5 }), (given, stateCap, needed) => {
        const most = bruteForce(given)
        const capped = alignCase(given, { stateCap })
        expect(capped.pairs.length).toBeLessThanOrEqual(most)
        expect(capped.upper).toBeGreaterThanOrEqual(most)
        expectSound(given, capped)
        const enough = alignCase(given, { needed })
        expect(enough.upper).toBeGreaterThanOrEqual(most)
        if (most >= needed) expect(enough.pairs.length).toBe(most)
        else expect(enough.upper).toBeLessThan(Math.max(needed, enough.pairs.length + 1))
      }),
      { numRuns: 400 },
    )
  })

  test('numbering the positions otherwise, or swapping the sides, changes no size', () => {
    fc.assert(
      fc.property(cases, fc.nat(), (given, seed) => {
        const labels = [...given.first.keys()].sort((a, b) => ((a * 7 + seed) % 5) - ((b * 7 + seed) % 5))
        const relabelled: Case = {
          first: labels.map((a) => labels.map((b) => given.first[a]![b]!)),
          second: given.second,
          canPair: labels.map((position) => given.canPair[position]!),
        }
        const swapped: Case = {
          first: given.second,
          second: given.first,
          canPair: [...Array(5).keys()].map((a) => given.canPair.map((row) => row[a]!)),
        }
        const size = alignCase(given).pairs.length
        expect(alignCase(relabelled).pairs.length).toBe(size)
        expect(alignCase(swapped).pairs.length).toBe(size)
      }),
      { numRuns: 1000 },
    )
  })

  test('a golden `a b c` keeps two of `b c a`, and three of `a x b y c`', () => {
    const same = (golden: string, run: string) => (position: number) =>
      Array.from(run).flatMap((name, other) => (name === golden[position] ? [other] : []))
    expect(align(chain(3), chain(3), same('abc', 'bca')).pairs).toEqual([
      [1, 0],
      [2, 1],
    ])
    expect(align(chain(3), chain(5), same('abc', 'axbyc')).pairs).toEqual([
      [0, 0],
      [1, 2],
      [2, 4],
    ])
  })

  test('calls side by side may come in any order', () => {
    expect(align(chain(3), antichain(3), (position) => [2 - position]).pairs).toEqual([
      [0, 2],
      [1, 1],
      [2, 0],
    ])
  })

  test('2 000 calls in rows of four, against the same in rows of five, are no search', () => {
    const [first, second] = [rows(Array<number>(500).fill(4)), rows(Array<number>(400).fill(5))]
    const { pairs, upper } = align(first, second, (position) => [position], { stateCap: 5_000 })
    expect([pairs.length, upper]).toEqual([2_000, 2_000])
  })

  test('at the cap the bounds are proven ones', () => {
    // The second wants the reverse of the first: one pair only, and every subset of rows to try.
    const sizes = Array<number>(12).fill(2)
    const { pairs, upper } = align(rows(sizes), rows(sizes), (position) => [(position * 7) % 24, 23 - position], {
      stateCap: 50,
    })
    expect(pairs.length).toBeLessThan(upper)
    expect(upper).toBeLessThanOrEqual(24)
  })
})
