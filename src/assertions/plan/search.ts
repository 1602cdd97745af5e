import { createHeap } from './heap.ts'
import type { Move } from './moves.ts'
import type { SearchSpace } from './search-space.ts'
import { createStateTable, type StateTable } from './state-table.ts'

/** What a search saw: states by number, and what the cheapest way to each costs. */
export interface Explored {
  readonly table: StateTable
  readonly costs: readonly number[]
  /** The state before each on its cheapest way; -1 for the start. */
  readonly previous: readonly number[]
  /** States whose moves were followed. */
  readonly followed: ReadonlySet<number>
  /** A state where everything is dealt with at the least cost; undefined where the cap came first. */
  readonly done: number | undefined
  /** Every state that a cheapest way could go through was followed. */
  readonly isComplete: boolean
  /** Proven: no way costs less. */
  readonly leastCost: number
  /** The most promising state; where the search stopped. */
  readonly best: number
}

interface Open {
  readonly state: number
  readonly estimate: number
  readonly progress: number
}

/** More words would take more memory than the states are worth. */
const maxWords = 2 ** 26

/**
 * A* over the states of a space, cheapest estimate first, of equal ones the furthest. It goes on after the first cheapest
 * way until it has seen all of them, so that it can be said whether there are several.
 */
export function explore(space: SearchSpace, stateCap: number): Explored {
  const cap = Math.min(stateCap, Math.floor(maxWords / space.width))
  const table = createStateTable(space.width)
  const costs = [0]
  const previous = [-1]
  const followed = new Set<number>()
  const heap = createHeap<Open>(
    (one, other) => one.estimate - other.estimate || other.progress - one.progress || one.state - other.state,
  )
  const from = space.createState()
  const to = space.createState()
  heap.push({ state: table.intern(from.words), estimate: space.bound(from), progress: 0 })
  let done: number | undefined
  let best = heap.peek()!

  for (let open = heap.peek(); open !== undefined; open = heap.peek()) {
    if (done !== undefined && open.estimate > costs[done]!) break
    if (done === undefined) best = open
    if (table.size() >= cap) break
    heap.pop()
    // A state may be open twice, the second time for more.
    if (followed.has(open.state)) continue
    followed.add(open.state)
    table.read(open.state, from.words)
    if (!space.isDone(from)) follow(open.state)
    else done ??= open.state
  }

  function follow(state: number): void {
    for (const move of space.moves(from)) {
      space.move(from, move, to)
      const cost = costs[state]! + move.cost
      const number = table.intern(to.words)
      if (number < costs.length && costs[number]! <= cost) continue
      costs[number] = cost
      previous[number] = state
      heap.push({ state: number, estimate: cost + space.bound(to), progress: space.progress(to) })
    }
  }

  const rest = heap.peek()
  const isComplete = done !== undefined && (rest === undefined || rest.estimate > costs[done]!)
  const leastCost = done === undefined ? best.estimate : costs[done]!
  return { table, costs, previous, followed, done, isComplete, leastCost, best: best.state }
}

/** The moves that a cheapest way to a state takes. */
export function wayTo(space: SearchSpace, { table, costs, previous }: Explored, state: number): Move[] {
  const before = space.createState()
  const after = space.createState()
  const moves: Move[] = []
  for (let at = state; previous[at] !== -1; at = previous[at]!) {
    table.read(previous[at]!, before.words)
    const cost = costs[at]! - costs[previous[at]!]!
    const leadsHere = (move: Move): boolean => {
      space.move(before, move, after)
      return move.cost === cost && table.find(after.words) === at
    }
    moves.push(space.moves(before).find(leadsHere)!)
  }
  return moves.toReversed()
}

/** Goes on from a state by the move that promises most, to an end that need not be the cheapest. */
export function dive(space: SearchSpace, { table }: Explored, state: number): Move[] {
  const at = space.createState()
  const next = space.createState()
  table.read(state, at.words)
  const moves: Move[] = []
  while (!space.isDone(at)) {
    let best: { readonly move: Move; readonly estimate: number } | undefined
    for (const move of space.moves(at)) {
      space.move(at, move, next)
      const estimate = move.cost + space.bound(next)
      if (best === undefined || estimate < best.estimate) best = { move, estimate }
    }
    moves.push(best!.move)
    space.move(at, best!.move, next)
    at.words.set(next.words)
  }
  return moves
}
