import { addBit, countBits, countMissing, createBits, hasBit, includesBits, isFull, type Bits } from '../bits.ts'
import { leastCost } from './choices.ts'
import { applyMove, nextMoves, type Move, type State } from './moves.ts'
import type { AlignmentProblem, Pairing, Side } from './problem.ts'

/** A state whose two sets lie in one array of words. */
export interface PackedState extends State {
  readonly words: Uint32Array
}

/** The states of one alignment: what of the observed steps and of the plan is dealt with. */
export interface SearchSpace {
  /** Words of a state. */
  readonly width: number
  /** Nothing is dealt with; states are written into such. */
  readonly createState: () => PackedState
  /** How much a state has dealt with; every move adds to it. */
  readonly progress: (state: PackedState) => number
  readonly isDone: (state: PackedState) => boolean
  /** A cost that no way on goes below, and that no move lowers by more than its own cost. */
  readonly bound: (state: PackedState) => number
  readonly moves: (state: PackedState) => readonly Move[]
  /** Writes the state after a move into another. */
  readonly move: (state: PackedState, move: Move, into: PackedState) => void
}

/** With `isPrefix` an alignment ends when the observed steps do; else when the plan does too. */
export function createSearchSpace(problem: AlignmentProblem, isPrefix: boolean): SearchSpace {
  const { observedSide, planSide, skipCosts, insertCosts, choices } = problem
  const observedWords = createBits(insertCosts.length).length
  const width = observedWords + createBits(skipCosts.length).length
  const alike = groupAlike(
    partnerBits(observedSide, skipCosts.length, ({ node }) => node),
    insertCosts,
  )
  const partnersOfNode = partnerBits(planSide, insertCosts.length, ({ observed }) => observed)

  return {
    width,
    createState: () => {
      const words = new Uint32Array(width)
      return { words, observed: words.subarray(0, observedWords), nodes: words.subarray(observedWords) }
    },
    progress: ({ words }) => countBits(words),
    isDone: ({ observed, nodes }) =>
      isFull(observed, insertCosts.length) && (isPrefix || isFull(nodes, skipCosts.length)),
    bound: ({ observed, nodes }) => {
      let cost = 0
      for (const { members, partners, each } of alike) {
        if (includesBits(nodes, partners)) cost += each * countMissing(observed, members)
      }
      if (isPrefix) return cost
      const isLeft = (node: number): boolean => !hasBit(nodes, node) && includesBits(observed, partnersOfNode[node]!)
      return cost + leastCost(choices, nodes, (node) => (isLeft(node) ? skipCosts[node]! : 0))
    },
    moves: (state) => nextMoves(problem, state, isPrefix),
    move: (state, move, into) => {
      into.words.set(state.words)
      applyMove(into, move)
    },
  }
}

/** Observed steps with the same partners, and what inserting each of them costs. */
interface Alike {
  readonly members: Bits
  readonly partners: Bits
  readonly each: number
}

function groupAlike(partnersOf: readonly Bits[], costs: readonly number[]): readonly Alike[] {
  const groups = new Map<string, Alike>()
  for (const [index, partners] of partnersOf.entries()) {
    const each = costs[index]!
    const key = `${each} ${partners.join()}`
    const known = groups.get(key) ?? { members: createBits(costs.length), partners, each }
    addBit(known.members, index)
    groups.set(key, known)
  }
  return [...groups.values()]
}

function partnerBits(side: Side, size: number, partnerOf: (pairing: Pairing) => number): Bits[] {
  return side.pairings.map((pairings) => {
    const bits = createBits(size)
    for (const pairing of pairings) addBit(bits, partnerOf(pairing))
    return bits
  })
}
