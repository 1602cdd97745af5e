import { classifyItems } from './classes.ts'
import { explore } from './explore.ts'
import type { Space, Taken } from './explore.ts'
import { isImpossible, relax } from './pattern.ts'
import type { Pattern } from './pattern.ts'
import type { Poset } from './poset.ts'
import { termsOf } from './terms.ts'

export interface SequenceSearch {
  readonly poset: Poset
  readonly pattern: Pattern
  /** Whether a position satisfies an item; undefined where the evidence does not say. */
  readonly matches: (position: number, item: number) => boolean | undefined
  /** Which positions may stay without an item: all, none, or these. */
  readonly extras: 'allow' | 'forbid' | ReadonlySet<number>
  /** Nothing stands between two matched positions; extras before and after are as `extras` says. */
  readonly contiguous?: boolean
  /** How many states may be reached, in each search that a question takes: one, two where something is unknown. */
  readonly stateCap?: number
}

/** An item of the pattern and the position that satisfies it; an item of a `repeat` may have several. */
export interface Assigned {
  readonly item: number
  /** Indexes of the parts that lead to the item from the top of the pattern; `optional` and `repeat` have the part 0. */
  readonly path: readonly number[]
  readonly position: number
}

/** An item that could have come next. */
export interface Expected {
  readonly item: number
  readonly path: readonly number[]
}

export type SequenceResult =
  /** Whatever the unknown ones are; in the order of the word. */
  | { readonly outcome: 'matched'; readonly assignment: readonly Assigned[] }
  /** The assignment takes unknown ones for satisfied. */
  | { readonly outcome: 'open'; readonly assignment: readonly Assigned[] }
  | {
      readonly outcome: 'impossible'
      /** Most of the pattern that can be matched in order when any position may be extra. */
      readonly assignment: readonly Assigned[]
      /** What was to come next then; empty where the whole pattern was matched, and only extras are in the way. */
      readonly stuck: readonly Expected[]
      /** Positions without an item that had to have one. */
      readonly extras: readonly number[]
    }
  | { readonly outcome: 'capped' }

const defaultStateCap = 1_000_000

function itemsOf(pattern: Pattern): number[] {
  if (pattern.kind === 'item') return [pattern.item]
  return 'items' in pattern ? pattern.items.flatMap(itemsOf) : itemsOf(pattern.item)
}

function spaceOf(search: SequenceSearch, whenUnknown: boolean): Space {
  const { poset, pattern, matches, extras, contiguous = false } = search
  const classes = classifyItems(
    itemsOf(pattern),
    poset.count,
    (place, item) => matches(poset.order[place]!, item) ?? whenUnknown,
  )
  return {
    poset,
    classes,
    terms: termsOf(pattern, (item) => classes.of.get(item)!),
    isFree: (place) => (typeof extras === 'string' ? extras === 'allow' : extras.has(poset.order[place]!)),
    isContiguous: contiguous,
  }
}

function assign({ order }: Poset, taken: readonly Taken[]): Assigned[] {
  return taken.map(({ leaf: { item, path }, place }) => ({ item, path, position: order[place]! }))
}

function reportOn(space: Space): SequenceResult {
  const { poset, terms } = space
  // Enough to go along the whole run, and to look around a little.
  const stateCap = 2_000 + 4 * poset.count
  const best = explore({ ...space, isFree: () => true, isContiguous: false }, stateCap, { prune: false })
  const taken = new Set(best.taken.map(({ place }) => place))
  const expected = best.outcome === 'found' ? [] : terms.advances(best.term)
  const extras = poset.order.filter((_, place) => !taken.has(place) && !space.isFree(place))
  return {
    outcome: 'impossible',
    assignment: assign(poset, best.taken),
    stuck: expected.map(({ leaf: { item, path } }) => ({ item, path })),
    extras: extras.sort((a, b) => a - b),
  }
}

/**
 * Whether some linear extension of the partial order matches the pattern: is a word of it (`extras: 'forbid'`), has
 * one as a subsequence (`'allow'`), or as a factor (`contiguous`). Exact, or `capped`.
 *
 * `matched` holds whatever the unknown answers of `matches` are, `impossible` too: more satisfied items never take a
 * match away. `open` is all else, so it may be called open where each possibility has a match of its own.
 */
export function matchSequence(search: SequenceSearch): SequenceResult {
  const { poset, stateCap = defaultStateCap } = search
  let hasUnknown = false
  const matches = (position: number, item: number): boolean | undefined => {
    const answer = search.matches(position, item)
    hasUnknown ||= answer === undefined
    return answer
  }
  const likely = spaceOf({ ...search, matches }, true)
  const possible = explore(likely, stateCap, { prune: true })
  if (possible.outcome === 'none') return reportOn(likely)
  if (possible.outcome === 'capped') return { outcome: 'capped' }
  const assignment = assign(poset, possible.taken)
  if (!hasUnknown) return { outcome: 'matched', assignment }
  const certain = explore(spaceOf(search, false), stateCap, { prune: true })
  if (certain.outcome === 'capped') return { outcome: 'capped' }
  return certain.outcome === 'found'
    ? { outcome: 'matched', assignment: assign(poset, certain.taken) }
    : { outcome: 'open', assignment }
}

/**
 * Whether positions that nobody saw could complete the match, anywhere in the order: whether what was seen is a
 * subsequence of some word of the pattern, as far as extras are not free. Unknown answers count as satisfied.
 * Undefined at the state cap.
 */
export function couldMatchWithMore(search: SequenceSearch): boolean | undefined {
  if (isImpossible(search.pattern)) return false
  const space = spaceOf({ ...search, pattern: relax(search.pattern) }, true)
  const { outcome } = explore(space, search.stateCap ?? defaultStateCap, { prune: true })
  return outcome === 'capped' ? undefined : outcome === 'found'
}
