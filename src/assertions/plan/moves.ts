import { addBit, addBits, hasBit, includesBits, type Bits } from './bits.ts'
import { undecidedGroup, type ChoiceGroup } from './choices.ts'
import type { Relation } from './observed.ts'
import type { AlignmentProblem, Pairing, Side } from './problem.ts'

/** Observed steps and nodes that an alignment has dealt with. */
export interface State {
  readonly observed: Bits
  readonly nodes: Bits
}

export type Move =
  | { readonly kind: 'pair'; readonly cost: number; readonly pairing: Pairing }
  | { readonly kind: 'skip'; readonly cost: number; readonly node: number }
  | { readonly kind: 'insert'; readonly cost: number; readonly observed: number }
  | { readonly kind: 'choose'; readonly cost: 0; readonly voided: Bits }

export function applyMove({ observed, nodes }: State, move: Move): void {
  if (move.kind === 'pair') {
    addBit(observed, move.pairing.observed)
    addBit(nodes, move.pairing.node)
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
  const { observedSide, planSide } = problem
  const observedReady = ready(observedSide, state.observed)
  const nodesReady = ready(planSide, state.nodes)
  for (const node of nodesReady) {
    const group = undecidedGroup(problem.choices, node, state.nodes)
    if (group !== undefined) return chooseBranch(group)
  }

  const isFreeNode = (node: number): boolean =>
    includesBits(state.nodes, planSide.before[node]!) &&
    undecidedGroup(problem.choices, node, state.nodes) === undefined
  const isFreeObserved = (index: number): boolean => includesBits(state.observed, observedSide.before[index]!)
  const isNext = ({ observed, node }: Pairing): boolean =>
    isNextTwin(observedSide, state.observed, observed) && isNextTwin(planSide, state.nodes, node)

  let least: readonly Move[] | undefined
  for (const index of observedReady) {
    const open = observedSide.pairings[index]!.filter(({ node }) => !hasBit(state.nodes, node))
    if (!open.every(({ node }) => isFreeNode(node))) continue
    const moves = [...pairMoves(open.filter(isNext)), insertMove(problem, index)]
    if (moves.length === 1) return moves
    if (least === undefined || moves.length < least.length) least = moves
  }
  // Where the rest of the plan may stay undone, nothing must be dealt with on its side.
  for (const node of isPrefix ? [] : nodesReady) {
    const open = planSide.pairings[node]!.filter(({ observed }) => !hasBit(state.observed, observed))
    if (!open.every(({ observed }) => isFreeObserved(observed))) continue
    const moves = [...pairMoves(open.filter(isNext)), skipMove(problem, node)]
    if (moves.length === 1) return moves
    if (least === undefined || moves.length < least.length) least = moves
  }
  if (least !== undefined) return least

  const pairings = nodesReady.flatMap((node) =>
    planSide.pairings[node]!.filter(
      ({ observed }) =>
        !hasBit(state.observed, observed) &&
        isFreeObserved(observed) &&
        isNextTwin(observedSide, state.observed, observed),
    ),
  )
  return [
    ...pairMoves(pairings),
    ...nodesReady.map((node) => skipMove(problem, node)),
    ...observedReady.map((index) => insertMove(problem, index)),
  ]
}

function ready({ before, twin }: Side, resolved: Bits): number[] {
  const found: number[] = []
  for (let index = 0; index < before.length; index++) {
    if (hasBit(resolved, index) || !includesBits(resolved, before[index]!)) continue
    if (twin[index] === -1 || hasBit(resolved, twin[index]!)) found.push(index)
  }
  return found
}

function isNextTwin({ twin }: Side, resolved: Bits, index: number): boolean {
  return twin[index] === -1 || hasBit(resolved, twin[index]!)
}

const ranks: Readonly<Record<Relation, number>> = { match: 0, 'args-differ': 1, alternative: 2 }

function pairMoves(pairings: readonly Pairing[]): Move[] {
  return [...pairings]
    .sort(
      (one, other) =>
        ranks[one.relation] - ranks[other.relation] || one.node - other.node || one.observed - other.observed,
    )
    .map((pairing) => ({ kind: 'pair', cost: pairing.cost, pairing }))
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
