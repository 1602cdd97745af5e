import type { Move } from './moves.ts'
import type { Explored } from './search.ts'
import type { SearchSpace } from './search-space.ts'

export interface CheapestWay {
  readonly moves: readonly Move[]
  /** Moves of other ways that are as good, this one's among them. */
  readonly all: readonly Move[]
}

interface Step {
  readonly move: Move
  readonly to: number
}

/**
 * Of all cheapest ways those that gain most, and of these the one that takes the preferred move at each state. Needs a
 * complete exploration.
 */
export function cheapestWay(space: SearchSpace, explored: Explored, gainOf: (move: Move) => number): CheapestWay {
  const { costs, leastCost } = explored
  const states = [...explored.followed].filter((state) => costs[state]! <= leastCost)
  const from = space.createState()
  const next = space.createState()
  const progress = new Map(
    states.map((state) => {
      explored.table.read(state, from.words)
      return [state, space.progress(from)]
    }),
  )
  // Moves only go to states of more progress: last ones first, each finds what it leads to known.
  states.sort((one, other) => progress.get(other)! - progress.get(one)!)
  const gains = new Map<number, number>()
  const steps = new Map<number, readonly Step[]>()
  for (const state of states) {
    explored.table.read(state, from.words)
    if (space.isDone(from)) {
      if (costs[state] === leastCost) gains.set(state, 0)
      continue
    }
    const onward = space.moves(from).flatMap((move): (Step & { readonly gain: number })[] => {
      space.move(from, move, next)
      const to = explored.table.find(next.words)
      const further = gains.get(to)
      if (further === undefined || costs[to] !== costs[state]! + move.cost) return []
      return [{ move, to, gain: further + gainOf(move) }]
    })
    if (onward.length === 0) continue
    const most = onward.reduce((gain, step) => Math.max(gain, step.gain), 0)
    gains.set(state, most)
    steps.set(
      state,
      onward.filter(({ gain }) => gain === most),
    )
  }

  const moves: Move[] = []
  for (let step = steps.get(0)?.[0]; step !== undefined; step = steps.get(step.to)?.[0]) moves.push(step.move)
  const all: Move[] = []
  const reached = new Set([0])
  for (const state of states.toReversed()) {
    if (!reached.has(state)) continue
    for (const { move, to } of steps.get(state) ?? []) {
      reached.add(to)
      all.push(move)
    }
  }
  return { moves, all }
}
