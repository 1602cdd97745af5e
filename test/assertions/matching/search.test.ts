import { describe, expect, test } from 'vitest'

import type { Pattern } from '../../../src/assertions/matching/pattern.ts'
import type { Poset } from '../../../src/assertions/matching/poset.ts'
import { projectOrder } from '../../../src/assertions/matching/poset.ts'
import { couldMatchWithMore, matchSequence } from '../../../src/assertions/matching/search.ts'
import type { SequenceResult, SequenceSearch } from '../../../src/assertions/matching/search.ts'
import { antichain, chain, rows } from './orders.ts'
import { anyOrder, inOrder, item, oneOf, optional, repeat } from './patterns.ts'

const [a, b, c] = [item(0), item(1), item(2)]

/** Position by position the name of the step: `a` satisfies item 0, `b` item 1, … and `?` may satisfy any. */
function searchOf(poset: Poset, names: string, pattern: Pattern, more: Partial<SequenceSearch> = {}): SequenceSearch {
  const matches = (position: number, each: number): boolean | undefined =>
    names[position] === '?' ? undefined : names[position] === 'abc'[each]
  return { poset, pattern, matches, extras: 'allow', ...more }
}

function match(poset: Poset, names: string, pattern: Pattern, more: Partial<SequenceSearch> = {}): SequenceResult {
  return matchSequence(searchOf(poset, names, pattern, more))
}

const range = (count: number): number[] => [...Array(count).keys()]

describe('a match', () => {
  test('names the position of each item by its path', () => {
    const pattern = inOrder(a, anyOrder(b, optional(c)), repeat(a, 1, null))
    expect(match(chain(6), 'axcbaa', pattern)).toEqual({
      outcome: 'matched',
      assignment: [
        { item: 0, path: [0], position: 0 },
        { item: 2, path: [1, 1, 0], position: 2 },
        { item: 1, path: [1, 0], position: 3 },
        { item: 0, path: [2, 0], position: 4 },
      ],
    })
  })

  test('of items that the same steps satisfy names each once', () => {
    expect(match(antichain(2), 'aa', anyOrder(a, a), { extras: 'forbid' })).toEqual({
      outcome: 'matched',
      assignment: [
        { item: 0, path: [0], position: 0 },
        { item: 0, path: [1], position: 1 },
      ],
    })
  })

  test('is there in one order of parallel steps only', () => {
    expect(match(antichain(3), 'cab', inOrder(a, b, c)).outcome).toBe('matched')
    expect(match(chain(3), 'cab', inOrder(a, b, c)).outcome).toBe('impossible')
  })
})

describe('no match', () => {
  test('tells how far the pattern went and what was to come', () => {
    expect(match(chain(3), 'axc', inOrder(a, oneOf(b, optional(a)), b, c))).toEqual({
      outcome: 'impossible',
      assignment: [{ item: 0, path: [0], position: 0 }],
      stuck: [
        { item: 1, path: [1, 0] },
        { item: 0, path: [1, 1, 0] },
        { item: 1, path: [2] },
      ],
      extras: [],
    })
  })

  test('for extras alone names them, with the whole pattern matched', () => {
    expect(match(chain(4), 'xayb', inOrder(a, b), { extras: new Set([0]) })).toEqual({
      outcome: 'impossible',
      assignment: [
        { item: 0, path: [0], position: 1 },
        { item: 1, path: [1], position: 3 },
      ],
      stuck: [],
      extras: [2],
    })
  })

  test.each<[string, Pattern]>([
    ['one of none', oneOf()],
    ['more than there are', anyOrder(a, a, a)],
  ])('%s', (_, pattern) => {
    expect(match(antichain(2), 'aa', pattern).outcome).toBe('impossible')
  })
})

describe('contiguous', () => {
  const contiguous = { contiguous: true }

  test('nothing in between, anything before and after', () => {
    expect(match(chain(4), 'xaby', inOrder(a, b), contiguous).outcome).toBe('matched')
    expect(match(chain(4), 'axby', inOrder(a, b), contiguous).outcome).toBe('impossible')
  })

  test('a parallel step need not be in between, one that is bound to both is', () => {
    const order = (edges: readonly string[]): Poset => projectOrder(4, (from, to) => edges.includes(`${from}${to}`))!
    // Position 1 is the extra, position 3 hangs on 0 and keeps all in one block.
    expect(match(order(['02', '03']), 'axbx', inOrder(a, b), contiguous).outcome).toBe('matched')
    expect(match(order(['01', '02', '03']), 'axbx', inOrder(a, b), contiguous).outcome).toBe('matched')
    expect(match(order(['01', '12', '03']), 'axbx', inOrder(a, b), contiguous).outcome).toBe('impossible')
  })

  test('what came after an earlier item may not be passed over for a later one', () => {
    // b is taken beside the chain a < x < c: x stays between a and c.
    const poset = projectOrder(4, (from, to) => from < to && from !== 3 && to !== 3)!
    expect(match(poset, 'axcb', inOrder(a, b, c), contiguous).outcome).toBe('impossible')
    expect(match(poset, 'xacb', inOrder(a, b, c), contiguous).outcome).toBe('matched')
  })
})

describe('unknown', () => {
  test('is needed, is not needed, and does not help', () => {
    expect(match(chain(2), 'a?', inOrder(a, b))).toEqual({
      outcome: 'open',
      assignment: [
        { item: 0, path: [0], position: 0 },
        { item: 1, path: [1], position: 1 },
      ],
    })
    expect(match(chain(3), 'a?b', inOrder(a, b)).outcome).toBe('matched')
    expect(match(chain(2), '?a', inOrder(a, b)).outcome).toBe('impossible')
  })
})

describe('couldMatchWithMore', () => {
  test.each<[string, Pattern, boolean]>([
    ['ac', inOrder(a, b, c), true],
    ['ca', inOrder(a, b, c), false],
    ['', inOrder(a, b), true],
    ['', oneOf(), false],
    ['aa', inOrder(a, b), false],
    ['aa', repeat(inOrder(a, b), 1, null), true],
    ['x', inOrder(a, optional(b)), false],
  ])('`%s`', (names, pattern, expected) => {
    expect(couldMatchWithMore(searchOf(chain(names.length), names, pattern, { extras: 'forbid' }))).toBe(expected)
  })

  test('lost steps can always complete a pattern beside extras', () => {
    expect(couldMatchWithMore(searchOf(chain(2), 'ba', inOrder(a, b)))).toBe(true)
  })
})

describe('size', () => {
  const items = (count: number): Pattern[] => range(count).map(item)
  const equal = (position: number, each: number): boolean => position === each

  test('a block of twelve that fits, and one that does not, stay far from the cap', () => {
    const forbid = { poset: antichain(12), pattern: anyOrder(...items(12)), extras: 'forbid', stateCap: 100 } as const
    expect(matchSequence({ ...forbid, matches: equal }).outcome).toBe('matched')
    expect(matchSequence({ ...forbid, matches: () => true }).outcome).toBe('matched')
    // Twelve that come after the thirteenth are asked for before it.
    const poset = projectOrder(13, (from, to) => from === 12 && to === 0)!
    const pattern = inOrder(anyOrder(...items(12)), item(12))
    const late = { poset, pattern, matches: equal, extras: 'allow', stateCap: 30_000 } as const
    expect(matchSequence(late).outcome).toBe('impossible')
  })

  test('a hundred equal calls side by side are one choice each', () => {
    const search = { poset: antichain(100), matches: () => true, extras: 'forbid', stateCap: 300 } as const
    expect(matchSequence({ ...search, pattern: repeat(item(0), 100, 100) }).outcome).toBe('matched')
    expect(matchSequence({ ...search, pattern: repeat(inOrder(item(0), item(1), item(2)), 1, null) }).outcome).toBe(
      'impossible',
    )
  })

  test('the exponential case ends at the cap', () => {
    const poset = projectOrder(31, (from, to) => from === 30 && to === 0)!
    const pattern = inOrder(anyOrder(...items(30)), item(30))
    expect(matchSequence({ poset, pattern, matches: equal, extras: 'allow', stateCap: 20_000 })).toEqual({
      outcome: 'capped',
    })
  })

  test('a run of 10 000 steps, total or in rows, is walked along', () => {
    const pattern = inOrder(repeat(item(0), 1, null), item(1))
    const matches = (position: number, each: number): boolean => (each === 1) === (position === 9_999)
    const sizes = Array<number>(2_500).fill(4)
    for (const poset of [chain(10_000), rows(sizes)]) {
      for (const extras of ['allow', 'forbid'] as const) {
        const last = sizes.length * 4 - 1
        const result = matchSequence({ poset, pattern, matches, extras, stateCap: 200_000 })
        expect(result.outcome).toBe('matched')
        if (result.outcome === 'matched') expect(result.assignment.at(-1)!.position).toBe(last)
      }
    }
  })
})
