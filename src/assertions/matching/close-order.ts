import { addBit, addBits, bitsOf, createBits, hasBit } from '../bits.ts'

/** An edge that was left out because it would close a cycle. */
export interface Conflict {
  readonly from: number
  readonly to: number
}

export interface ClosedOrder {
  /** Row `i`: what comes before `i`. */
  readonly below: readonly Uint32Array[]
  readonly conflicts: readonly Conflict[]
}

function emptyRows(count: number): Uint32Array[] {
  return Array.from({ length: count }, () => createBits(count))
}

/** Members without a cycle in an order that agrees with the edges, or undefined where there is a cycle. */
function sortTopologically(edges: readonly Uint32Array[]): number[] | undefined {
  const waiting = new Int32Array(edges.length)
  for (const row of edges) for (const to of bitsOf(row)) waiting[to]!++
  const sorted = [...waiting.keys()].filter((member) => waiting[member] === 0)
  for (let next = 0; next < sorted.length; next++) {
    for (const to of bitsOf(edges[sorted[next]!]!)) if (--waiting[to]! === 0) sorted.push(to)
  }
  return sorted.length === edges.length ? sorted : undefined
}

function closeWithoutCycles(edges: readonly Uint32Array[], sorted: readonly number[]): Uint32Array[] {
  const below = emptyRows(edges.length)
  const direct = emptyRows(edges.length)
  edges.forEach((row, from) => bitsOf(row).forEach((to) => addBit(direct[to]!, from)))
  for (const [place, member] of sorted.entries()) {
    const row = below[member]!
    // The latest first: it brings most of the others with it.
    for (let earlier = place - 1; earlier >= 0; earlier--) {
      const from = sorted[earlier]!
      if (!hasBit(direct[member]!, from) || hasBit(row, from)) continue
      join(row, below[from]!, from)
    }
  }
  return below
}

function join(row: Uint32Array, other: Uint32Array, member: number): void {
  addBits(row, other)
  addBit(row, member)
}

/** Lets the edges in one by one, the strongest first, and leaves out each one that what is there contradicts. */
function closeEdgeByEdge(edges: readonly Uint32Array[], rank: (from: number, to: number) => number): ClosedOrder {
  const below = emptyRows(edges.length)
  const above = emptyRows(edges.length)
  const conflicts: Conflict[] = []
  const ranks = new Set<number>()
  edges.forEach((row, from) => bitsOf(row).forEach((to) => ranks.add(rank(from, to))))
  const letIn = (from: number, to: number): void => {
    if (hasBit(below[to]!, from)) return
    if (hasBit(below[from]!, to)) {
      conflicts.push({ from, to })
      return
    }
    const upper = bitsOf(above[to]!.map((word, index) => word & ~above[from]![index]!))
    const lower = bitsOf(below[from]!.map((word, index) => word & ~below[to]![index]!))
    for (const member of [to, ...upper]) join(below[member]!, below[from]!, from)
    for (const member of [from, ...lower]) join(above[member]!, above[to]!, to)
  }
  for (const current of [...ranks].sort((a, b) => a - b)) {
    edges.forEach((row, from) => {
      for (const to of bitsOf(row)) if (rank(from, to) === current) letIn(from, to)
    })
  }
  return { below, conflicts }
}

/**
 * The transitive closure of the edges among members 0 to count - 1. Where the edges contain a cycle those of the
 * smallest rank go in first, and one that would close a cycle is left out and reported.
 */
export function closeOrder(
  count: number,
  before: (from: number, to: number) => boolean,
  rank: (from: number, to: number) => number,
): ClosedOrder {
  const edges = emptyRows(count)
  for (let from = 0; from < count; from++) {
    for (let to = 0; to < count; to++) if (from !== to && before(from, to)) addBit(edges[from]!, to)
  }
  const sorted = sortTopologically(edges)
  return sorted === undefined
    ? closeEdgeByEdge(edges, rank)
    : { below: closeWithoutCycles(edges, sorted), conflicts: [] }
}
