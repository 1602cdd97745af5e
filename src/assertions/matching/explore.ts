import { createBits, hasBit } from '../bits.ts'
import type { Classes } from './classes.ts'
import { countOutside, extend, firstFrom, holds, idealsOf, missingBelow, twinsOf } from './ideals.ts'
import type { Ideal, Ideals } from './ideals.ts'
import type { Leaf, Term } from './interner.ts'
import type { Poset } from './poset.ts'
import { requirementsOf } from './required.ts'
import type { Requirements } from './required.ts'
import type { Advance, Terms } from './terms.ts'

export interface Space {
  readonly poset: Poset
  readonly terms: Terms
  readonly classes: Classes
  /** Whether a place may stay without an item. */
  readonly isFree: (place: number) => boolean
  /** Nothing may stand between two matched places. */
  readonly isContiguous: boolean
}

export interface Taken {
  readonly leaf: Leaf
  readonly place: number
}

export interface Explored {
  readonly outcome: 'found' | 'none' | 'capped'
  /** In order: the match, or else the way that took most. */
  readonly taken: readonly Taken[]
  /** What was left to match after it. */
  readonly term: Term
}

/** A place that was taken, with those before it. */
interface Link extends Taken {
  readonly previous: Link | undefined
  readonly count: number
}

interface State {
  /** The matched places with all that come before them. */
  readonly ideal: Ideal
  /** Contiguous only: places of the ideal's block that come after a matched one. */
  readonly after: Uint32Array | undefined
  readonly term: Term
  /** How many places outside the ideal have to be matched. */
  readonly owed: number
  readonly last: Link | undefined
}

interface Choice {
  readonly place: number
  readonly advance: Advance
}

interface Frame {
  readonly state: State
  readonly choices: readonly Choice[]
  next: number
}

/** What the search asks of a space, worked out once. */
interface Prepared extends Space {
  readonly ideals: Ideals
  readonly twins: Int32Array
  readonly free: Uint8Array
  readonly isAllFree: boolean
  /** Block → the first block from it on that has a place which is not free. */
  readonly bound: Int32Array
  readonly requirements: Requirements
}

function prepare(space: Space): Prepared {
  const { poset, classes } = space
  const classesAt = Array.from({ length: poset.count }, (): number[] => [])
  classes.places.forEach((places, index) => places.forEach((place) => classesAt[place]!.push(index)))
  const free = Uint8Array.from({ length: poset.count }, (_, place) => (space.isFree(place) ? 1 : 0))
  const bound = new Int32Array(poset.blocks.length + 1).fill(poset.blocks.length)
  for (let block = poset.blocks.length - 1; block >= 0; block--) {
    const { start, size } = poset.blocks[block]!
    bound[block] = free.subarray(start, start + size).includes(0) ? block : bound[block + 1]!
  }
  return {
    ...space,
    ideals: idealsOf(poset),
    twins: twinsOf(poset, (place) => `${free[place]!} ${classesAt[place]!.join()}`),
    free,
    isAllFree: !free.includes(0),
    bound,
    requirements: requirementsOf(classes.places.length),
  }
}

/** The last block from which a place may be taken now: what would be passed over on the way must be allowed to stay. */
function lastBlock({ poset, free, bound, isContiguous }: Prepared, { ideal, after }: State): number {
  const block = poset.blocks[ideal.block]
  if (block === undefined) return -1
  for (let local = 0; local < block.size; local++) {
    if (hasBit(ideal.taken, local)) continue
    if (free[block.start + local] === 0 || (after !== undefined && hasBit(after, local))) return ideal.block
  }
  const limit = bound[ideal.block + 1]!
  return isContiguous && after !== undefined ? Math.min(limit, ideal.block + 1) : limit
}

/** Whether the places before `place` that have no item yet may go without one. */
function mayPassOver({ poset, free, isAllFree }: Prepared, { ideal, after }: State, place: number): boolean {
  if (isAllFree && after === undefined) return true
  const index = poset.blockOf[place]!
  const block = poset.blocks[index]!
  const missing = missingBelow(poset, ideal, block, place)
  for (let local = 0; local < block.size; local++) {
    if (!hasBit(missing, local)) continue
    if (free[block.start + local] === 0) return false
    if (after !== undefined && (index > ideal.block || hasBit(after, local))) return false
  }
  return true
}

/**
 * Which places may be taken for an item of `class`, and are worth it. A free place that has, below it, another one for
 * the same item is not: taking the lower one instead passes over less, and leaves as much to take. (Not so for a place
 * that has to be matched, nor where matched places must be contiguous.) Of twins only the first is worth it.
 */
function candidates(prepared: Prepared, state: State, last: number, item: number): number[] {
  const { poset, classes, twins, free, isAllFree, isContiguous } = prepared
  const { ideal } = state
  const places = classes.places[item]!
  const found: number[] = []
  let firstBlock = Infinity
  for (let index = firstFrom(places, poset.blocks[ideal.block]?.start ?? Infinity); index < places.length; index++) {
    const place = places[index]!
    const block = poset.blockOf[place]!
    if (block > last) break
    if (holds(poset, ideal, place)) continue
    const twin = twins[place]!
    if (twin >= 0 && !holds(poset, ideal, twin)) continue
    if (!isContiguous && free[place] === 1) {
      if (block > firstBlock && isAllFree) break
      const below = poset.blocks[block]!.below[place - poset.blocks[block]!.start]!
      const isBeaten = (other: number): boolean => hasBit(below, other - poset.blocks[block]!.start)
      if (block > firstBlock || found.some(isBeaten)) continue
    }
    if (!mayPassOver(prepared, state, place)) continue
    found.push(place)
    firstBlock = Math.min(firstBlock, block)
  }
  return found
}

function choicesOf(prepared: Prepared, state: State): readonly Choice[] {
  const last = lastBlock(prepared, state)
  const byClass = new Map<number, number[]>()
  const choices: Choice[] = []
  for (const advance of prepared.terms.advances(state.term)) {
    const item = advance.leaf.class
    let places = byClass.get(item)
    if (places === undefined) byClass.set(item, (places = candidates(prepared, state, last, item)))
    for (const place of places) choices.push({ place, advance })
  }
  // The earliest first: where extras are allowed it leaves most to take.
  return choices.sort((one, other) => one.place - other.place)
}

/** What comes after matched places, in the block where the ideal goes on. */
function placesAfter({ poset }: Prepared, state: State, place: number, ideal: Ideal): Uint32Array {
  const { size } = poset.blocks[ideal.block] ?? { size: 1 }
  const index = poset.blockOf[place]!
  const block = poset.blocks[index]!
  const above = block.above[place - block.start]!
  if (ideal.block > index || (index > state.ideal.block && state.after !== undefined)) {
    return createBits(size)
      .fill(-1)
      .map((word, at) => word & ~ideal.taken[at]!)
  }
  const before = index === state.ideal.block ? state.after : undefined
  return above.map((word, at) => (word | (before?.[at] ?? 0)) & ~ideal.taken[at]!)
}

function take(prepared: Prepared, state: State, { place, advance }: Choice): State {
  const ideal = extend(prepared.ideals, state.ideal, place)
  return {
    ideal,
    after: prepared.isContiguous ? placesAfter(prepared, state, place, ideal) : undefined,
    term: advance.next(),
    owed: state.owed - (prepared.free[place] === 0 ? 1 : 0),
    last: { leaf: advance.leaf, place, previous: state.last, count: (state.last?.count ?? 0) + 1 },
  }
}

/** Whether counts alone show that nothing leads from here to a match. */
function isHopeless({ poset, requirements, classes }: Prepared, { ideal, term, owed }: State): boolean {
  if (owed > term.longest) return true
  requirements.read(term)
  return requirements.classes.some(
    (item) => countOutside(poset, ideal, classes.places[item]!) < requirements.counts[item]!,
  )
}

function keyOf({ ideal, after, term }: State): number | string {
  // Both numbers stay below the number of states, and that below 2^26.
  const key = ideal.id * 2 ** 26 + term.language
  return after === undefined ? key : `${key} ${after.join()}`
}

function takenIn(state: State): Taken[] {
  const taken: Taken[] = []
  for (let last = state.last; last !== undefined; last = last.previous) taken.push(last)
  return taken.toReversed()
}

/**
 * Looks for a sequence of places that some linear extension of the poset has in this order and that is a word of the
 * pattern, where the places before and between that were passed over are free. Depth first over (ideal, term), each
 * entered once; `stateCap` bounds how often one is reached.
 *
 * An ideal stands for what was matched *and passed over*: taking a place puts all places before it behind us, and
 * leaves the concurrent ones to be taken later. So no state says which extras were skipped, and any sequence found
 * extends to a linear extension of the whole: no later place of it is before an earlier one.
 */
export function explore(space: Space, stateCap: number, options: { readonly prune: boolean }): Explored {
  const prepared = prepare(space)
  const owed = prepared.free.reduce((sum, isFree) => sum + 1 - isFree, 0)
  const start: State = {
    ideal: prepared.ideals.empty,
    after: undefined,
    term: space.terms.start,
    owed,
    last: undefined,
  }
  const visited = new Set<number | string>([keyOf(start)])
  const stack: Frame[] = []
  let furthest = start
  const end = (outcome: Explored['outcome'], state: State): Explored => ({
    outcome,
    taken: takenIn(state),
    term: state.term,
  })
  const isMatch = (state: State): boolean => state.term.acceptsEmpty && state.owed === 0
  const enter = (state: State): void => {
    if ((state.last?.count ?? 0) > (furthest.last?.count ?? 0)) furthest = state
    stack.push({ choices: choicesOf(prepared, state), state, next: 0 })
  }

  if (options.prune && isHopeless(prepared, start)) return end('none', start)
  if (isMatch(start)) return end('found', start)
  enter(start)
  for (let reached = 1; stack.length > 0;) {
    const frame = stack.at(-1)!
    const choice = frame.choices[frame.next++]
    if (choice === undefined) {
      stack.pop()
      continue
    }
    if (++reached > stateCap) return end('capped', furthest)
    const state = take(prepared, frame.state, choice)
    const key = keyOf(state)
    if (visited.has(key)) continue
    visited.add(key)
    // With one choice there is no other branch to save.
    if (options.prune && frame.choices.length > 1 && isHopeless(prepared, state)) continue
    if (isMatch(state)) return end('found', state)
    enter(state)
  }
  return end('none', furthest)
}
