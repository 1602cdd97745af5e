import { addBit, addBits, countBits, createBits, hasBit } from '../bits.ts'
import type { Block, Poset } from './poset.ts'

/**
 * A set of places that holds, with each place, all that come before it: every place of the blocks before `block` and
 * the `taken` ones of `block` itself, which are never all of them.
 */
export interface Ideal {
  /** Equal numbers, equal ideals. */
  readonly id: number
  readonly block: number
  readonly taken: Uint32Array
}

/** The ideals met so far, each once. */
export interface Ideals {
  readonly poset: Poset
  readonly known: Map<number | string, Ideal>
  readonly empty: Ideal
}

function emptyOf(poset: Poset, block: number): Uint32Array {
  return createBits(poset.blocks[block]?.size ?? 1)
}

function intern(poset: Poset, known: Map<number | string, Ideal>, block: number, taken: Uint32Array): Ideal {
  const key = taken.length === 1 ? block * 2 ** 32 + taken[0]! : `${block}:${taken.join()}`
  let ideal = known.get(key)
  if (ideal === undefined) known.set(key, (ideal = { id: known.size, block, taken }))
  return ideal
}

export function idealsOf(poset: Poset): Ideals {
  const known = new Map<number | string, Ideal>()
  return { poset, known, empty: intern(poset, known, 0, emptyOf(poset, 0)) }
}

export function holds(poset: Poset, ideal: Ideal, place: number): boolean {
  const block = poset.blockOf[place]!
  if (block !== ideal.block) return block < ideal.block
  return hasBit(ideal.taken, place - poset.blocks[block]!.start)
}

/** The ideal with a place that it does not hold, and with all that comes before that place. */
export function extend({ poset, known }: Ideals, ideal: Ideal, place: number): Ideal {
  const index = poset.blockOf[place]!
  const block = poset.blocks[index]!
  if (block.size === 1) return intern(poset, known, index + 1, emptyOf(poset, index + 1))
  const taken = index === ideal.block ? ideal.taken.slice() : emptyOf(poset, index)
  addBits(taken, block.below[place - block.start]!)
  addBit(taken, place - block.start)
  return countBits(taken) === block.size
    ? intern(poset, known, index + 1, emptyOf(poset, index + 1))
    : intern(poset, known, index, taken)
}

/** Places of a block that come before `place` and are not in the ideal yet. */
export function missingBelow(poset: Poset, ideal: Ideal, block: Block, place: number): Uint32Array {
  const below = block.below[place - block.start]!
  return poset.blockOf[place] === ideal.block ? below.map((word, index) => word & ~ideal.taken[index]!) : below
}

/** Whether all that comes before a place that the ideal does not hold is in the ideal. */
export function isLowest(poset: Poset, ideal: Ideal, place: number): boolean {
  const index = poset.blockOf[place]!
  return index === ideal.block && missingBelow(poset, ideal, poset.blocks[index]!, place).every((word) => word === 0)
}

export function isAtOrBelow(poset: Poset, lower: number, place: number): boolean {
  const index = poset.blockOf[place]!
  if (lower === place || poset.blockOf[lower]! < index) return true
  if (poset.blockOf[lower]! > index) return false
  const { below, start } = poset.blocks[index]!
  return hasBit(below[place - start]!, lower - start)
}

/** The places that the larger ideal holds and the smaller does not. */
export function placesBetween(poset: Poset, smaller: Ideal, larger: Ideal): number[] {
  const places: number[] = []
  for (let place = poset.blocks[smaller.block]?.start ?? poset.count; place < poset.count; place++) {
    if (poset.blockOf[place]! > larger.block) break
    if (holds(poset, larger, place) && !holds(poset, smaller, place)) places.push(place)
  }
  return places
}

/** Index of the first of the sorted places that is not below `place`. */
export function firstFrom(sorted: ArrayLike<number>, place: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < place) low = middle + 1
    else high = middle
  }
  return low
}

/** How many of the sorted places the ideal does not hold. */
export function countOutside(poset: Poset, ideal: Ideal, sorted: ArrayLike<number>): number {
  const block = poset.blocks[ideal.block]
  if (block === undefined) return 0
  const first = firstFrom(sorted, block.start)
  let held = 0
  for (let index = first; index < sorted.length; index++) {
    const local = sorted[index]! - block.start
    if (local >= block.size) break
    if (hasBit(ideal.taken, local)) held++
  }
  return sorted.length - first - held
}

/**
 * For each place the one before it, in number, that nothing tells apart from it: same `signature`, same order to all
 * others; -1 for none. Of such places only the first that is left has to be tried: swapping two of them changes nothing.
 */
export function twinsOf(poset: Poset, signature: (place: number) => string): Int32Array {
  const twins = new Int32Array(poset.count).fill(-1)
  for (const block of poset.blocks) {
    if (block.size === 1) continue
    const last = new Map<string, number>()
    for (let local = 0; local < block.size; local++) {
      const place = block.start + local
      const key = `${block.below[local]!.join()};${block.above[local]!.join()};${signature(place)}`
      twins[place] = last.get(key) ?? -1
      last.set(key, place)
    }
  }
  return twins
}
