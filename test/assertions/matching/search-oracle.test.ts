import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { Pattern } from '../../../src/assertions/matching/pattern.ts'
import { couldMatchWithMore, matchSequence } from '../../../src/assertions/matching/search.ts'
import type { SequenceResult, SequenceSearch } from '../../../src/assertions/matching/search.ts'
import { extensionsOf, posetOf, tables } from './orders.ts'
import type { Table } from './orders.ts'
import { matcherOf, patterns } from './patterns.ts'

interface Case {
  readonly table: Table
  readonly pattern: Pattern
  /** Per position, the items it satisfies, as bits; those of `unknown` may. */
  readonly known: readonly number[]
  readonly unknown: readonly number[]
  readonly free: readonly boolean[] | 'allow' | 'forbid'
  readonly contiguous: boolean
}

const has = (bits: number | undefined, item: number): boolean => ((bits ?? 0) & (1 << item)) !== 0

/** Few items at each position, as with tool names, and now and then any. */
const satisfied = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(1, 2, 4, 8) },
  { weight: 2, arbitrary: fc.nat({ max: 15 }) },
)

function cases(max: number, depth: number, unknown: fc.Arbitrary<number> = fc.constant(0)): fc.Arbitrary<Case> {
  return tables(max).chain((table) => {
    const each = { minLength: table.length, maxLength: table.length }
    return fc.record({
      table: fc.constant(table),
      pattern: patterns(depth),
      known: fc.array(satisfied, each),
      unknown: fc.array(unknown, each),
      free: fc.oneof(fc.constant('allow' as const), fc.constant('forbid' as const), fc.array(fc.boolean(), each)),
      contiguous: fc.boolean(),
    })
  })
}

function isFree({ free }: Case, position: number): boolean {
  return typeof free === 'string' ? free === 'allow' : free[position]!
}

function searchOf(given: Case): SequenceSearch {
  return {
    poset: posetOf(given.table),
    pattern: given.pattern,
    matches: (position, item) =>
      has(given.known[position], item) || (has(given.unknown[position], item) ? undefined : false),
    extras:
      typeof given.free === 'string'
        ? given.free
        : new Set(given.free.flatMap((free, position) => (free ? [position] : []))),
    contiguous: given.contiguous,
  }
}

/** The ways to leave letters out that the case allows. */
function* keptOf(given: Case, word: readonly number[]): Generator<readonly number[]> {
  for (let mask = 0; mask < 2 ** word.length; mask++) {
    const places = [...word.keys()].filter((place) => mask & (1 << place))
    const isGap = places.length > 0 && places.at(-1)! - places[0]! >= places.length
    if (given.contiguous && isGap) continue
    if (word.some((position, place) => !(mask & (1 << place)) && !isFree(given, position))) continue
    yield places.map((place) => word[place]!)
  }
}

function bruteForce(given: Case, matches: (position: number, item: number) => boolean): boolean {
  const matcher = matcherOf(given.pattern, matches, given.table.length)
  return [...extensionsOf(given.table)].some((word) => [...keptOf(given, word)].some(matcher))
}

/** That the assignment is what it says: a word of the pattern, in an order that the table has. */
function expectSound(given: Case, result: SequenceResult): void {
  if (result.outcome === 'capped' || result.outcome === 'impossible') throw new Error(`it is ${result.outcome}`)
  const { assignment } = result
  const positions = assignment.map(({ position }) => position)
  expect(new Set(positions).size).toBe(positions.length)
  for (const { item, position, path } of assignment) {
    expect(has(given.known[position]! | given.unknown[position]!, item)).toBe(true)
    expect(itemAt(given.pattern, path)).toBe(item)
  }
  // Letters are now the paths themselves, so that each item has to be used as the pattern says.
  const paths = [...new Set(assignment.map(({ path }) => path.join()))]
  const numbered = numberItems(given.pattern, paths)
  const letters = assignment.map(({ path }) => paths.indexOf(path.join()))
  expect(matcherOf(numbered, (letter, item) => letter === item, letters.length)(letters)).toBe(true)
  const isFound = [...extensionsOf(given.table)].some((word) =>
    [...keptOf(given, word)].some((kept) => kept.join() === positions.join()),
  )
  expect(isFound).toBe(true)
}

/** Length of the shortest word; Infinity where there is none. */
function shortestOf(pattern: Pattern): number {
  switch (pattern.kind) {
    case 'item':
      return 1
    case 'optional':
      return 0
    case 'oneOf':
      return Math.min(...pattern.items.map(shortestOf))
    case 'repeat':
      return pattern.min > (pattern.max ?? Infinity) ? Infinity : pattern.min && pattern.min * shortestOf(pattern.item)
    default:
      return pattern.items.reduce((sum, part) => sum + shortestOf(part), 0)
  }
}

function itemAt(pattern: Pattern, path: readonly number[]): number {
  if (pattern.kind === 'item') return pattern.item
  const [first, ...rest] = path
  return itemAt('items' in pattern ? pattern.items[first!]! : pattern.item, rest)
}

function numberItems(pattern: Pattern, paths: readonly string[], path: readonly number[] = []): Pattern {
  if (pattern.kind === 'item') return { kind: 'item', item: paths.indexOf(path.join()) }
  if ('items' in pattern) {
    return { ...pattern, items: pattern.items.map((part, index) => numberItems(part, paths, [...path, index])) }
  }
  return { ...pattern, item: numberItems(pattern.item, paths, [...path, 0]) }
}

describe('matchSequence', () => {
  test.each([
    { count: 5, depth: 3, numRuns: 4000 },
    { count: 7, depth: 2, numRuns: 150 },
    { count: 7, depth: 3, numRuns: 150 },
  ])('agrees with all linear extensions of $count positions, depth $depth', ({ count, depth, numRuns }) => {
    fc.assert(
      fc.property(cases(count, depth), (given) => {
        const result = matchSequence(searchOf(given))
        const isMatch = bruteForce(given, (position, item) => has(given.known[position], item))
        expect(result.outcome).toBe(isMatch ? 'matched' : 'impossible')
        if (isMatch) expectSound(given, result)
      }),
      { numRuns },
    )
  })

  test('agrees on contiguous patterns among many extras', () => {
    const sparse = cases(5, 1).chain((given) =>
      fc
        .array(fc.constantFrom(0, 0, 1, 2, 4), { minLength: given.table.length, maxLength: given.table.length })
        .map((known): Case => ({ ...given, known, contiguous: true })),
    )
    fc.assert(
      fc.property(sparse, (given) => {
        const result = matchSequence(searchOf(given))
        const isMatch = bruteForce(given, (position, item) => has(given.known[position], item))
        expect(result.outcome).toBe(isMatch ? 'matched' : 'impossible')
        if (isMatch) expectSound(given, result)
      }),
      { numRuns: 5000 },
    )
  })

  test('with unknown answers never says what some way to fill them in contradicts', () => {
    const few = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.constantFrom(1, 2, 4, 8))
    fc.assert(
      fc.property(cases(4, 3, few), (given) => {
        const { outcome } = matchSequence(searchOf(given))
        const isCertain = bruteForce(given, (position, item) => has(given.known[position], item))
        const isPossible = bruteForce(given, (position, item) =>
          has(given.known[position]! | given.unknown[position]!, item),
        )
        expect(outcome).toBe(isCertain ? 'matched' : isPossible ? 'open' : 'impossible')
      }),
      { numRuns: 2000 },
    )
  })

  test('numbering the positions otherwise changes no verdict', () => {
    const swapped = cases(7, 3).chain((given) =>
      fc.record({
        given: fc.constant(given),
        labels: fc.shuffledSubarray([...given.table.keys()], {
          minLength: given.table.length,
          maxLength: given.table.length,
        }),
      }),
    )
    fc.assert(
      fc.property(swapped, ({ given, labels }) => {
        const relabelled: Case = {
          ...given,
          table: labels.map((a) => labels.map((b) => given.table[a]![b]!)),
          known: labels.map((position) => given.known[position]!),
          free: typeof given.free === 'string' ? given.free : labels.map((position) => isFree(given, position)),
        }
        expect(matchSequence(searchOf(relabelled)).outcome).toBe(matchSequence(searchOf(given)).outcome)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('couldMatchWithMore', () => {
  /** All words of up to six items. */
  const words: (readonly number[])[] = [[]]
  for (let next = 0; words[next]!.length < 6; next++)
    for (let item = 0; item < 4; item++) words.push([...words[next]!, item])

  function embeds(word: readonly number[], seen: readonly number[], known: readonly number[]): boolean {
    let next = 0
    for (const item of word) if (next < seen.length && has(known[seen[next]!], item)) next++
    return next === seen.length
  }

  test('agrees with taking steps out of the words of the pattern', () => {
    const few = cases(2, 2)
      .map((given): Case => ({ ...given, free: 'forbid', contiguous: false }))
      // Then a word that has what was seen, and nothing it could do without, has at most six letters.
      .filter(({ pattern }) => shortestOf(pattern) <= 3)
    fc.assert(
      fc.property(few, (given) => {
        const matcher = matcherOf(given.pattern, (letter, item) => letter === item, 6)
        const isPossible = [...extensionsOf(given.table)].some((seen) =>
          words.some((word) => embeds(word, seen, given.known) && matcher(word)),
        )
        expect(couldMatchWithMore(searchOf(given))).toBe(isPossible)
      }),
      { numRuns: 300 },
    )
  })

  test('more evidence never turns a match into a no', () => {
    fc.assert(
      fc.property(cases(5, 3), fc.nat({ max: 4 }), (given, lost) => {
        const kept = [...given.table.keys()].filter((position) => position !== lost)
        const cut: Case = {
          ...given,
          table: kept.map((a) => kept.map((b) => given.table[a]![b]!)),
          known: kept.map((position) => given.known[position]!),
          unknown: kept.map(() => 0),
          free: typeof given.free === 'string' ? given.free : kept.map((position) => isFree(given, position)),
        }
        if (matchSequence(searchOf(given)).outcome !== 'matched') return
        expect(couldMatchWithMore(searchOf(cut))).toBe(true)
        expect(couldMatchWithMore(searchOf(given))).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })
})
