/**
 * What a sequence has to look like. `item` numbers are the caller's; one number may stand at several places. `inOrder`:
 * one part after another. `anyOrder`: all parts, freely interleaved. `oneOf`: exactly one alternative. `repeat`: `max`
 * null is unbounded.
 */
export type Pattern =
  | { readonly kind: 'item'; readonly item: number }
  | { readonly kind: 'inOrder' | 'anyOrder' | 'oneOf'; readonly items: readonly Pattern[] }
  | { readonly kind: 'optional'; readonly item: Pattern }
  | { readonly kind: 'repeat'; readonly item: Pattern; readonly min: number; readonly max: number | null }

/** Whether the word of length 0 matches. */
export function acceptsEmpty(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'item':
      return false
    case 'inOrder':
    case 'anyOrder':
      return pattern.items.every(acceptsEmpty)
    case 'oneOf':
      return pattern.items.some(acceptsEmpty)
    case 'optional':
      return true
    default:
      return !isImpossible(pattern) && (pattern.min === 0 || acceptsEmpty(pattern.item))
  }
}

/** Whether no word at all matches, as with an empty `oneOf`, or a `repeat` whose `min` is above its `max`. */
export function isImpossible(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'item':
    case 'optional':
      return false
    case 'inOrder':
    case 'anyOrder':
      return pattern.items.some(isImpossible)
    case 'oneOf':
      return pattern.items.every(isImpossible)
    default:
      return pattern.min > (pattern.max ?? Infinity) || (pattern.min > 0 && isImpossible(pattern.item))
  }
}

/** How often an item occurs in a word of the pattern. */
export interface Count {
  readonly min: number
  /** `Infinity` where nothing bounds it. */
  readonly max: number
}

export type Counts = ReadonlyMap<number, Count>

const never: Count = { min: 0, max: 0 }

function combine(all: readonly Counts[], join: (one: Count, other: Count) => Count): Counts {
  const counts = new Map<number, Count>()
  for (const item of new Set(all.flatMap((each) => [...each.keys()]))) {
    counts.set(item, all.map((each) => each.get(item) ?? never).reduce(join))
  }
  return counts
}

/**
 * The Parikh bounds of a possible pattern: least and greatest number of occurrences of each item over all of its words.
 * `classOf` counts items together that it gives one number.
 */
export function countBounds(pattern: Pattern, classOf: (item: number) => number = (item) => item): Counts {
  const of = (part: Pattern): Counts => countBounds(part, classOf)
  switch (pattern.kind) {
    case 'item':
      return new Map([[classOf(pattern.item), { min: 1, max: 1 }]])
    case 'inOrder':
    case 'anyOrder':
      return combine(pattern.items.map(of), (one, other) => ({ min: one.min + other.min, max: one.max + other.max }))
    case 'oneOf':
      return combine(pattern.items.filter((item) => !isImpossible(item)).map(of), (one, other) => ({
        min: Math.min(one.min, other.min),
        max: Math.max(one.max, other.max),
      }))
    case 'optional':
      return isImpossible(pattern.item) ? new Map() : scale(of(pattern.item), 0, 1)
    default:
      return isImpossible(pattern.item) ? new Map() : scale(of(pattern.item), pattern.min, pattern.max ?? Infinity)
  }
}

function scale(counts: Counts, min: number, max: number): Counts {
  // 0 × Infinity is NaN.
  const times = (count: number, factor: number): number => (count === 0 || factor === 0 ? 0 : count * factor)
  return new Map([...counts].map(([item, count]) => [item, { min: times(count.min, min), max: times(count.max, max) }]))
}

/** A possible pattern whose words are all subsequences of words of this one: each item may be left out. */
export function relax(pattern: Pattern): Pattern {
  switch (pattern.kind) {
    case 'item':
      return { kind: 'optional', item: pattern }
    case 'inOrder':
    case 'anyOrder':
      return { kind: pattern.kind, items: pattern.items.map(relax) }
    case 'oneOf':
      return { kind: 'oneOf', items: pattern.items.filter((item) => !isImpossible(item)).map(relax) }
    case 'optional':
      return isImpossible(pattern.item) ? { kind: 'inOrder', items: [] } : relax(pattern.item)
    default:
      return isImpossible(pattern.item)
        ? { kind: 'inOrder', items: [] }
        : { kind: 'repeat', item: relax(pattern.item), min: 0, max: pattern.max }
  }
}
