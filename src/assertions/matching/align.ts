import { alignChains } from './align-chains.ts'
import { pairMost } from './bipartite.ts'
import { numberLists } from './classes.ts'
import { componentsOf } from './components.ts'
import type { Component } from './components.ts'
import {
  countOutside,
  extend,
  firstFrom,
  holds,
  idealsOf,
  isAtOrBelow,
  isLowest,
  placesBetween,
  twinsOf,
} from './ideals.ts'
import type { Ideal, Ideals } from './ideals.ts'
import { isTotal } from './poset.ts'
import type { Poset } from './poset.ts'

export interface AlignOptions {
  /** How many ideals may be reached on both sides together, or 16 times as many pairs of two chains be looked at; default 1 000 000. */
  readonly stateCap?: number
  /** A size below which no alignment is of use: the search ends as soon as it is out of reach. */
  readonly needed?: number
}

export interface Alignment {
  /** The largest alignment found, as pairs (position of the first, of the second), in an order both allow. */
  readonly pairs: readonly (readonly [first: number, second: number])[]
  /** No alignment has more pairs. Above `pairs.length` at the cap, and where `needed` was out of reach. */
  readonly upper: number
}

const defaultStateCap = 1_000_000

interface Link {
  readonly first: number
  readonly second: number
  readonly previous: Link | undefined
}

/** What is behind us on both sides, and the pairs that were kept on the way. */
interface State {
  readonly one: Ideal
  readonly other: Ideal
  readonly size: number
  /** No alignment that goes on from here has more pairs. */
  readonly bound: number
  readonly last: Link | undefined
}

interface Prepared {
  readonly one: Ideals
  readonly other: Ideals
  readonly twinsOfOne: Int32Array
  readonly twinsOfOther: Int32Array
  /** Place of the first → the places of the second that it pairs with, in order. */
  readonly partners: readonly (readonly number[])[]
  readonly back: readonly (readonly number[])[]
  readonly components: { readonly ofOne: Int32Array; readonly ofOther: Int32Array; readonly all: readonly Component[] }
}

function prepare(first: Poset, second: Poset, partners: readonly (readonly number[])[]): Prepared {
  const back = Array.from({ length: second.count }, (): number[] => [])
  partners.forEach((places, place) => places.forEach((other) => back[other]!.push(place)))
  const [classes, otherClasses] = [numberLists(partners), numberLists(back)]
  return {
    one: idealsOf(first),
    other: idealsOf(second),
    twinsOfOne: twinsOf(first, (place) => `${classes[place]!}`),
    twinsOfOther: twinsOf(second, (place) => `${otherClasses[place]!}`),
    partners,
    back,
    components: componentsOf(partners, second.count),
  }
}

/** Most pairs that what is left of a component can give. */
function boundOf({ one, other }: Prepared, component: Component, first: Ideal, second: Ideal): number {
  return Math.min(countOutside(one.poset, first, component.ofOne), countOutside(other.poset, second, component.ofOther))
}

/**
 * Whether a pair can only do good: nothing is passed over for it, and one of the two has no other partner left. An
 * alignment without it has at most one pair of the two, and with this one in its place, first, it is as large.
 */
function isFree(prepared: Prepared, { one, other }: State, place: number, partner: number): boolean {
  const [first, second] = [prepared.one.poset, prepared.other.poset]
  return (
    isLowest(first, one, place) &&
    isLowest(second, other, partner) &&
    (countOutside(second, other, prepared.partners[place]!) === 1 ||
      countOutside(first, one, prepared.back[partner]!) === 1)
  )
}

/**
 * The pairs worth trying next. One that has another pair below it, on both sides or on one side with the other side
 * equal, is not: keeping the lower pair instead passes over less. Of twins the first that is left stands for all.
 */
function choicesOf(prepared: Prepared, state: State): readonly (readonly [number, number])[] {
  const { one, other, partners, twinsOfOne, twinsOfOther } = prepared
  const [first, second] = [one.poset, other.poset]
  const pairs: [number, number][] = []
  const otherStart = second.blocks[state.other.block]?.start ?? second.count
  // The lowest block of the second that a pair from a lower block of the first goes to: beyond it all is beaten.
  let limit = Infinity
  let nextLimit = Infinity
  let block = state.one.block
  for (let place = first.blocks[block]?.start ?? first.count; place < first.count; place++) {
    if (first.blockOf[place]! > block) {
      block = first.blockOf[place]!
      limit = nextLimit
      if (limit === state.other.block && second.blocks[limit]!.size === 1) break
    }
    if (holds(first, state.one, place) || isBehind(first, state.one, twinsOfOne[place]!)) continue
    const own = partners[place]!
    for (let index = firstFrom(own, otherStart); index < own.length; index++) {
      const partner = own[index]!
      if (second.blockOf[partner]! > limit) break
      if (holds(second, state.other, partner) || isBehind(second, state.other, twinsOfOther[partner]!)) continue
      if (isFree(prepared, state, place, partner)) return [[place, partner]]
      if (pairs.some(([a, b]) => isAtOrBelow(first, a, place) && isAtOrBelow(second, b, partner))) continue
      pairs.push([place, partner])
      nextLimit = Math.min(nextLimit, second.blockOf[partner]!)
    }
  }
  return pairs
}

/** Whether there is a twin to take first. */
function isBehind(poset: Poset, ideal: Ideal, twin: number): boolean {
  return twin >= 0 && !holds(poset, ideal, twin)
}

function keep(prepared: Prepared, state: State, first: number, second: number): State {
  const { one, other, components } = prepared
  const next = { one: extend(one, state.one, first), other: extend(other, state.other, second) }
  const touched = new Set<number>()
  for (const place of placesBetween(one.poset, state.one, next.one)) touched.add(components.ofOne[place]!)
  for (const place of placesBetween(other.poset, state.other, next.other)) touched.add(components.ofOther[place]!)
  let bound = state.bound + 1
  for (const index of touched) {
    const component = components.all[index]
    if (component === undefined) continue
    bound += boundOf(prepared, component, next.one, next.other) - boundOf(prepared, component, state.one, state.other)
  }
  return { ...next, size: state.size + 1, bound, last: { first, second, previous: state.last } }
}

function pairsOf(first: Poset, second: Poset, state: State): [number, number][] {
  const pairs: [number, number][] = []
  for (let { last } = state; last !== undefined; last = last.previous) {
    pairs.push([first.order[last.first]!, second.order[last.second]!])
  }
  return pairs.toReversed()
}

/** Best first over pairs of ideals: the state whose bound is greatest, and of those the one reached last. */
function alignPosets(
  first: Poset,
  second: Poset,
  partners: readonly (readonly number[])[],
  options: AlignOptions,
): Alignment {
  const { stateCap = defaultStateCap, needed = 0 } = options
  const prepared = prepare(first, second, partners)
  const [one, other] = [prepared.one.empty, prepared.other.empty]
  const bound = prepared.components.all.reduce((sum, each) => sum + boundOf(prepared, each, one, other), 0)
  let best: State = { one, other, size: 0, bound, last: undefined }
  const waiting: State[][] = Array.from({ length: bound + 1 }, () => [])
  waiting[bound]!.push(best)
  const reached = new Map<number, number>([[0, 0]])
  let [top, count] = [bound, 1]
  const end = (upper: number): Alignment => ({
    pairs: pairsOf(first, second, best),
    upper: Math.max(best.size, upper),
  })
  while (top > best.size) {
    if (top < needed) return end(top)
    const state = waiting[top]!.pop()
    if (state === undefined) {
      top--
      continue
    }
    // Ids stay below the number of states, and that below 2^26.
    if (reached.get(state.one.id * 2 ** 26 + state.other.id)! > state.size) continue
    for (const [place, partner] of choicesOf(prepared, state)) {
      // Two ideals make a state.
      count += 2
      if (count > stateCap) return end(Math.min(top, pairMost(first.count, second.count, (at) => partners[at]!).length))
      const next = keep(prepared, state, place, partner)
      const key = next.one.id * 2 ** 26 + next.other.id
      if ((reached.get(key) ?? -1) >= next.size) continue
      reached.set(key, next.size)
      if (next.size > best.size) best = next
      waiting[next.bound]!.push(next)
    }
  }
  return end(best.size)
}

/**
 * The most pairs of positions that can be kept in an order which both partial orders allow: the longest common
 * subsequence over all of their linear extensions. `partnersOf` names, ascending or not, the positions of the second
 * that a position of the first may be paired with; positions with equal ones may share one array. Exact unless `upper` exceeds the number of pairs.
 */
export function align(
  first: Poset,
  second: Poset,
  partnersOf: (position: number) => readonly number[],
  options: AlignOptions = {},
): Alignment {
  const known = new Map<readonly number[], readonly number[]>()
  const partners = first.order.map((position) => {
    const given = partnersOf(position)
    let places = known.get(given)
    if (places === undefined) {
      places = given.map((partner) => second.places[partner]!).sort((a, b) => a - b)
      known.set(given, places)
    }
    return places
  })
  if (!isTotal(first) || !isTotal(second)) return alignPosets(first, second, partners, options)
  const { pairs, upper } = alignChains(partners, second.count, 16 * (options.stateCap ?? defaultStateCap))
  return { pairs: pairs.map(([place, other]) => [first.order[place]!, second.order[other]!]), upper }
}
