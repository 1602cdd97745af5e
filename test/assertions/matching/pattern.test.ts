import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { acceptsEmpty, countBounds, isImpossible } from '../../../src/assertions/matching/pattern.ts'
import type { Pattern } from '../../../src/assertions/matching/pattern.ts'
import { anyOrder, inOrder, item, matcherOf, oneOf, optional, patterns, repeat } from './patterns.ts'

test.each<[string, Pattern, { empty: boolean; impossible: boolean }]>([
  ['an item', item(0), { empty: false, impossible: false }],
  ['no items in order', inOrder(), { empty: true, impossible: false }],
  ['no items in any order', anyOrder(), { empty: true, impossible: false }],
  ['one of none', oneOf(), { empty: false, impossible: true }],
  ['an optional item', optional(item(0)), { empty: true, impossible: false }],
  ['optionally one of none', optional(oneOf()), { empty: true, impossible: false }],
  ['one of an item and nothing', oneOf(item(0), inOrder()), { empty: true, impossible: false }],
  ['an item and one of none', inOrder(item(0), oneOf()), { empty: false, impossible: true }],
  ['none or more', repeat(item(0), 0, null), { empty: true, impossible: false }],
  ['one or more optional ones', repeat(optional(item(0)), 1, null), { empty: true, impossible: false }],
  ['at least two and at most one', repeat(item(0), 2, 1), { empty: false, impossible: true }],
  ['the same of optional ones', repeat(optional(item(0)), 2, 1), { empty: false, impossible: true }],
  ['up to two times one of none', repeat(oneOf(), 0, 2), { empty: true, impossible: false }],
  ['one to two times one of none', repeat(oneOf(), 1, 2), { empty: false, impossible: true }],
])('%s', (_, pattern, { empty, impossible }) => {
  expect([acceptsEmpty(pattern), isImpossible(pattern)]).toEqual([empty, impossible])
})

describe('countBounds', () => {
  test('adds up parts, and takes the widest of alternatives', () => {
    const pattern = inOrder(
      item(0),
      oneOf(item(0), inOrder(item(1), item(1))),
      repeat(item(2), 1, null),
      optional(item(1)),
    )
    expect([...countBounds(pattern)]).toEqual([
      [0, { min: 1, max: 2 }],
      [1, { min: 0, max: 3 }],
      [2, { min: 1, max: Infinity }],
    ])
  })

  test('an alternative that is impossible bounds nothing', () => {
    expect([...countBounds(oneOf(item(0), inOrder(item(1), oneOf())))]).toEqual([[0, { min: 1, max: 1 }]])
  })

  test('items of one class count together', () => {
    expect([...countBounds(anyOrder(item(0), item(1), optional(item(2))), () => 7)]).toEqual([[7, { min: 2, max: 3 }]])
  })

  test('nothing repeated without bound is still nothing', () => {
    expect([...countBounds(repeat(repeat(item(0), 0, 0), 0, null))]).toEqual([[0, { min: 0, max: 0 }]])
  })
})

const words: (readonly number[])[] = [[]]
for (let next = 0; words[next]!.length < 4; next++)
  for (let each = 0; each < 4; each++) words.push([...words[next]!, each])

test('every word of up to four items agrees with what is said of its pattern', () => {
  fc.assert(
    fc.property(patterns(2), (pattern) => {
      const accepted = words.filter(matcherOf(pattern, (letter, each) => letter === each, 4))
      expect(accepted.some((word) => word.length === 0)).toBe(acceptsEmpty(pattern))
      if (isImpossible(pattern)) expect(accepted).toEqual([])
      const bounds = isImpossible(pattern) ? new Map() : countBounds(pattern)
      for (const word of accepted) {
        for (let each = 0; each < 4; each++) {
          const { min, max } = bounds.get(each) ?? { min: 0, max: 0 }
          const count = word.filter((letter) => letter === each).length
          expect(min <= count && count <= max).toBe(true)
        }
      }
    }),
    { numRuns: 300 },
  )
})
