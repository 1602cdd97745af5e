import * as fc from 'fast-check'

import type { Pattern } from '../../../src/assertions/matching/pattern.ts'

export const item = (number: number): Pattern => ({ kind: 'item', item: number })
export const inOrder = (...items: Pattern[]): Pattern => ({ kind: 'inOrder', items })
export const anyOrder = (...items: Pattern[]): Pattern => ({ kind: 'anyOrder', items })
export const oneOf = (...items: Pattern[]): Pattern => ({ kind: 'oneOf', items })
export const optional = (part: Pattern): Pattern => ({ kind: 'optional', item: part })
export const repeat = (part: Pattern, min: number, max: number | null): Pattern => ({
  kind: 'repeat',
  item: part,
  min,
  max,
})

/** Patterns over items 0 to 3, nested up to `depth`. */
export function patterns(depth: number): fc.Arbitrary<Pattern> {
  const single = fc.nat({ max: 3 }).map(item)
  if (depth === 0) return single
  const part = patterns(depth - 1)
  const parts = (minLength: number): fc.Arbitrary<Pattern[]> => fc.array(part, { minLength, maxLength: 3 })
  return fc.oneof(
    { weight: 3, arbitrary: single },
    { weight: 4, arbitrary: parts(0).map((items) => inOrder(...items)) },
    { weight: 4, arbitrary: parts(0).map((items) => anyOrder(...items)) },
    { weight: 2, arbitrary: parts(0).map((items) => oneOf(...items)) },
    { weight: 2, arbitrary: part.map(optional) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(part, fc.nat({ max: 3 }), fc.option(fc.nat({ max: 3 })))
        .map(([body, min, max]) => repeat(body, min, max)),
    },
  )
}

/** Says whether a word matches, by trying every way to cut it up. */
export type Matcher = (word: readonly number[]) => boolean

/** Each way to deal the letters out to two hands. */
function* dealsOf(word: readonly number[]): Generator<[number[], number[]]> {
  for (let mask = 0; mask < 2 ** word.length; mask++) {
    yield [word.filter((_, at) => mask & (1 << at)), word.filter((_, at) => !(mask & (1 << at)))]
  }
}

function remember(decide: Matcher): Matcher {
  const known = new Map<string, boolean>()
  return (word) => {
    const key = word.join()
    let answer = known.get(key)
    if (answer === undefined) known.set(key, (answer = decide(word)))
    return answer
  }
}

const matchEmpty: Matcher = (word) => word.length === 0

function then(first: Matcher, second: Matcher): Matcher {
  return (word) => [...word, 0].some((_, cut) => first(word.slice(0, cut)) && second(word.slice(cut)))
}

function beside(first: Matcher, second: Matcher): Matcher {
  return (word) => [...dealsOf(word)].some(([mine, others]) => first(mine) && second(others))
}

/** Up to `longest` rounds: no longer word is asked about. */
function times(body: Matcher, min: number, max: number, longest: number): Matcher {
  let rounds = matchEmpty
  let all: Matcher = min === 0 ? rounds : () => false
  for (let round = 1; round <= Math.min(max, Math.max(min, longest)); round++) {
    const [before, earlier] = [rounds, all]
    const now = remember(then(body, before))
    rounds = now
    if (round >= min) all = (word) => earlier(word) || now(word)
  }
  return min > max ? () => false : all
}

/** The pattern by brute force, for words of up to `longest` letters. */
export function matcherOf(
  pattern: Pattern,
  matches: (letter: number, item: number) => boolean,
  longest: number,
): Matcher {
  const of = (part: Pattern): Matcher => matcherOf(part, matches, longest)
  switch (pattern.kind) {
    case 'item':
      return (word) => word.length === 1 && matches(word[0]!, pattern.item)
    case 'inOrder':
      return pattern.items.map(of).reduceRight((rest, part) => remember(then(part, rest)), matchEmpty)
    case 'anyOrder':
      return pattern.items.map(of).reduceRight((rest, part) => remember(beside(part, rest)), matchEmpty)
    case 'oneOf': {
      const parts = pattern.items.map(of)
      return (word) => parts.some((part) => part(word))
    }
    case 'optional': {
      const part = of(pattern.item)
      return (word) => word.length === 0 || part(word)
    }
    default:
      return remember(times(of(pattern.item), pattern.min, pattern.max ?? Infinity, longest))
  }
}
