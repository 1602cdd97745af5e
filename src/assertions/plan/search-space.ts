import { addBit, countBits, createBits, hasBit, includesBits, type Bits } from './bits.ts'
import { leastCost } from './choices.ts'
import { applyMove, nextMoves, type Move, type State } from './moves.ts'
import type { AlignmentProblem, Side } from './problem.ts'

/** The states of one alignment, each an array of words: what of the observed steps and of the plan is dealt with. */
export interface SearchSpace {
  readonly width: number
  readonly start: Uint32Array
  /** How much a state has dealt with; every move adds to it. */
  readonly progress: (words: Uint32Array) => number
  readonly isDone: (words: Uint32Array) => boolean
  /** A cost that no way on goes below, and that no move lowers by more than its own cost. */
  readonly bound: (words: Uint32Array) => number
  readonly moves: (words: Uint32Array) => readonly Move[]
  readonly after: (words: Uint32Array, move: Move) => Uint32Array
}

/** With `isPrefix` an alignment ends when the observed steps do; else when the plan does too. */
export function createSearchSpace(problem: AlignmentProblem, isPrefix: boolean): SearchSpace {
  const { observedSide, planSide, skipCosts, insertCosts, choices } = problem
  const observedWords = createBits(insertCosts.length).length
  const width = observedWords + createBits(skipCosts.length).length
  const split = (words: Uint32Array): State => ({
    observed: words.subarray(0, observedWords),
    nodes: words.subarray(observedWords),
  })
  const partnersOfObserved = partnerBits(observedSide, skipCosts.length, ({ node }) => node)
  const partnersOfNode = partnerBits(planSide, insertCosts.length, ({ observed }) => observed)

  return {
    width,
    start: new Uint32Array(width),
    progress: countBits,
    isDone: (words) => {
      const { observed, nodes } = split(words)
      return countBits(observed) === insertCosts.length && (isPrefix || countBits(nodes) === skipCosts.length)
    },
    bound: (words) => {
      const { observed, nodes } = split(words)
      let cost = 0
      for (let index = 0; index < insertCosts.length; index++) {
        if (!hasBit(observed, index) && includesBits(nodes, partnersOfObserved[index]!)) cost += insertCosts[index]!
      }
      if (isPrefix) return cost
      const isLeft = (node: number): boolean => !hasBit(nodes, node) && includesBits(observed, partnersOfNode[node]!)
      return cost + leastCost(choices, nodes, (node) => (isLeft(node) ? skipCosts[node]! : 0))
    },
    moves: (words) => nextMoves(problem, split(words), isPrefix),
    after: (words, move) => {
      const next = words.slice()
      applyMove(split(next), move)
      return next
    },
  }
}

function partnerBits(
  side: Side,
  size: number,
  partnerOf: (pairing: Side['pairings'][number][number]) => number,
): Bits[] {
  return side.pairings.map((pairings) => {
    const bits = createBits(size)
    for (const pairing of pairings) addBit(bits, partnerOf(pairing))
    return bits
  })
}
