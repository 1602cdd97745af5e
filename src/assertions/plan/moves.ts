import { addBit, addBits, firstMissing, hasBit, includesBits, type Bits } from '../bits.ts'
import { undecidedGroup, type ChoiceGroup } from './choices.ts'
import { comparePairings, type AlignmentProblem, type Pairing, type Side } from './problem.ts'

/** Observed steps and nodes that an alignment has dealt with. */
export interface State {
  readonly observed: Bits
  readonly nodes: Bits
}

export type Move =
  | Pairing
  | { readonly kind: 'skip'; readonly cost: number; readonly node: number }
  | { readonly kind: 'insert'; readonly cost: number; readonly observed: number }
  | { readonly kind: 'choose'; readonly cost: number; readonly voided: Bits }

export function applyMove({ observed, nodes }: State, move: Move): void {
  if (move.kind === 'pair') {
    addBit(observed, move.observed)
    addBit(nodes, move.node)
  } else if (move.kind === 'skip') addBit(nodes, move.node)
  else if (move.kind === 'insert') addBit(observed, move.observed)
  else addBits(nodes, move.voided)
}

/**
 * Moves that may come next, preferred ones first: pairs, those of earlier plan steps before others, then skips, then
 * insertions. Not all of them: where every way on must deal with one thing that nothing holds back, only the ways of
 * dealing with it, for whatever comes before it in a way on may as well come after. So no alignment is lost.
 */
export function nextMoves(problem: AlignmentProblem, state: State, isPrefix: boolean): readonly Move[] {
  const { observedSide, planSide, choices } = problem
  const nodes = ready(planSide, state.nodes)
  for (const node of nodes) {
    const group = undecidedGroup(choices, node, state.nodes)
    if (group !== undefined) return chooseBranch(group)
  }
  const observed = ready(observedSide, state.observed)
  const isNodeFree = (node: number): boolean =>
    includesBits(state.nodes, planSide.before[node]!) && undecidedGroup(choices, node, state.nodes) === undefined
  const isObservedFree = (index: number): boolean => includesBits(state.observed, observedSide.before[index]!)
  const isNext = (pairing: Pairing): boolean =>
    isNextTwin(observedSide, state.observed, pairing.observed) && isNextTwin(planSide, state.nodes, pairing.node)

  let least: readonly Move[] | undefined
  const offer = (pairings: readonly Pairing[], other: Move): void => {
    const count = pairings.length + 1
    if (least === undefined || count < least.length) least = [...pairings, other]
  }
  for (const index of observed) {
    const open = observedSide.pairings[index]!.filter(({ node }) => !hasBit(state.nodes, node))
    if (open.every(({ node }) => isNodeFree(node))) offer(open.filter(isNext), insertMove(problem, index))
  }
  // Where the rest of the plan may stay undone, nothing must be dealt with on its side.
  for (const node of isPrefix ? [] : nodes) {
    const pairings = planSide.pairings[node]!
    // Later ones are the likelier to wait for others.
    const held = pairings.findLast(({ observed: index }) => !hasBit(state.observed, index) && !isObservedFree(index))
    if (held !== undefined) continue
    const open = pairings.filter((pairing) => !hasBit(state.observed, pairing.observed))
    offer(open.filter(isNext), skipMove(problem, node))
  }
  if (least !== undefined) return least

  const readyNodes = new Set(nodes)
  const pairings = observed.flatMap((index) => observedSide.pairings[index]!.filter(({ node }) => readyNodes.has(node)))
  return [
    ...pairings.sort(comparePairings),
    ...nodes.map((node) => skipMove(problem, node)),
    ...observed.map((index) => insertMove(problem, index)),
  ]
}

function ready(side: Side, resolved: Bits): number[] {
  const found: number[] = []
  const first = firstMissing(resolved, side.before.length)
  // Whatever comes after what is first still waits for it.
  const last = side.reach[first] ?? -1
  for (let index = first; index <= last; index++) {
    if (hasBit(resolved, index) || !isNextTwin(side, resolved, index)) continue
    if (includesBits(resolved, side.before[index]!)) found.push(index)
  }
  return found
}

function isNextTwin({ twin }: Side, resolved: Bits, index: number): boolean {
  return twin[index] === -1 || hasBit(resolved, twin[index]!)
}

function skipMove({ skipCosts }: AlignmentProblem, node: number): Move {
  return { kind: 'skip', cost: skipCosts[node]!, node }
}

function insertMove({ insertCosts }: AlignmentProblem, observed: number): Move {
  return { kind: 'insert', cost: insertCosts[observed]!, observed }
}

function chooseBranch({ branches }: ChoiceGroup): Move[] {
  return branches.map(({ voided }) => ({ kind: 'choose', cost: 0, voided }))
}
