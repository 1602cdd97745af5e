import { addBit, bitsOf, countBits, createBits, hasBit } from '../bits.ts'
import { closeOrder } from './close-order.ts'
import type { Conflict } from './close-order.ts'
import { cutSeries } from './series.ts'

/** Positions that are before everything in the next block; inside a block the order is a matrix. */
export interface Block {
  /** Its first place. */
  readonly start: number
  readonly size: number
  /** Row `i`: which places of the block come before place `start + i`, counted from `start`. */
  readonly below: readonly Uint32Array[]
  readonly above: readonly Uint32Array[]
}

/**
 * A strict partial order, transitively closed. *Positions* are the caller's numbers; *places* number the same things
 * along one linear extension, in which each block is a stretch.
 */
export interface Poset {
  readonly count: number
  /** Place → position. */
  readonly order: readonly number[]
  /** Position → place. */
  readonly places: readonly number[]
  readonly blocks: readonly Block[]
  /** Place → index of its block. */
  readonly blockOf: Int32Array
  /** Edges, between positions, that were left out because they would close a cycle. */
  readonly conflicts: readonly Conflict[]
}

/** The largest block: its matrix takes 2 MB, twice. */
const largestBlock = 4096

const alone: readonly Uint32Array[] = [new Uint32Array(1)]

/** The members of a stretch as blocks as small as they get. */
function splitStretch(below: readonly Uint32Array[]): { members: number[]; sizes: number[] } {
  const heights = below.map(countBits)
  const members = heights.map((_, member) => member).sort((a, b) => heights[a]! - heights[b]! || a - b)
  // All that is from `place` on has everything earlier below it iff the lowest of it has that many below.
  const cuts = members.flatMap((member, place) => (heights[member]! >= place ? [place] : []))
  return { members, sizes: cuts.map((cut, index) => (cuts[index + 1] ?? members.length) - cut) }
}

function buildBlock(start: number, members: readonly number[], closed: readonly Uint32Array[]): Block {
  const size = members.length
  if (size === 1) return { start, size, below: alone, above: alone }
  const below = Array.from({ length: size }, () => createBits(size))
  const above = Array.from({ length: size }, () => createBits(size))
  const localOf = new Int32Array(closed.length).fill(-1)
  members.forEach((member, local) => (localOf[member] = local))
  members.forEach((member, local) => {
    for (const other of bitsOf(closed[member]!)) {
      const lower = localOf[other]!
      if (lower < 0) continue
      addBit(below[local]!, lower)
      addBit(above[lower]!, local)
    }
  })
  return { start, size, below, above }
}

/**
 * The partial order that `before` spans on positions 0 to count - 1: its transitive closure. `before` need be neither
 * closed nor free of cycles: edges of the smallest `rank` go in first, and one that would close a cycle is left out and
 * is in `conflicts`. Positions are best given in an order that agrees with the relation: then a run that is nearly a
 * chain takes few questions and no matrix. Undefined where more than 4 096 positions hang together without a position,
 * or a cut, that is comparable to all of them.
 */
export function projectOrder(
  count: number,
  before: (from: number, to: number) => boolean,
  rank: (from: number, to: number) => number = () => 0,
): Poset | undefined {
  const starts = cutSeries(count, before)
  const order: number[] = []
  const blocks: Block[] = []
  const conflicts: Conflict[] = []
  for (const [index, first] of starts.entries()) {
    const size = (starts[index + 1] ?? count) - first
    if (size > largestBlock) return undefined
    if (size === 1) {
      blocks.push({ start: first, size, below: alone, above: alone })
      order.push(first)
      continue
    }
    const closed = closeOrder(
      size,
      (from, to) => before(first + from, first + to),
      (from, to) => rank(first + from, first + to),
    )
    for (const { from, to } of closed.conflicts) conflicts.push({ from: first + from, to: first + to })
    const { members, sizes } = splitStretch(closed.below)
    let done = 0
    for (const blockSize of sizes) {
      blocks.push(buildBlock(order.length, members.slice(done, done + blockSize), closed.below))
      for (let member = done; member < done + blockSize; member++) order.push(first + members[member]!)
      done += blockSize
    }
  }
  const places = Array.from<number>({ length: count })
  order.forEach((position, place) => (places[position] = place))
  const blockOf = new Int32Array(count)
  blocks.forEach(({ start, size }, block) => blockOf.fill(block, start, start + size))
  return { count, order, places, blocks, blockOf, conflicts }
}

export function isTotal(poset: Poset): boolean {
  return poset.blocks.length === poset.count
}

/** Whether position `a` is before position `b`. */
export function isBefore(poset: Poset, a: number, b: number): boolean {
  const [from, to] = [poset.places[a]!, poset.places[b]!]
  const block = poset.blockOf[to]!
  if (poset.blockOf[from] !== block) return poset.blockOf[from]! < block
  const { below, start } = poset.blocks[block]!
  return hasBit(below[to - start]!, from - start)
}
