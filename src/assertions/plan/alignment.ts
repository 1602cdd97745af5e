import { createBits } from '../bits.ts'
import { cheapestWay } from './cheapest-ways.ts'
import { leastCost } from './choices.ts'
import { planEnds, type Pair, type PlanEnds, type Skip } from './ends.ts'
import type { Move } from './moves.ts'
import { insertionCost, type Observed, type Relate } from './observed.ts'
import type { Plan } from './plan.ts'
import { buildProblem, type AlignmentProblem } from './problem.ts'
import { createSearchSpace, type SearchSpace } from './search-space.ts'
import { dive, explore, wayTo, type Explored } from './search.ts'

export interface AlignOptions {
  /** Positions of the observed steps that the plan speaks of; default all. */
  readonly positions?: readonly number[]
  /** How often steps were executed under earlier versions of the plan, by id. */
  readonly carried?: ReadonlyMap<string, number>
  /** The observed steps are held against the beginning of the plan that fits best; its rest costs nothing. */
  readonly isPrefix?: boolean
  /** Steps may be left out at no cost: the evidence may have lost them. */
  readonly hasFreeSkips?: boolean
  /** Default a million. */
  readonly stateCap?: number
}

/** A plan held against what was observed. All costs are integer thousandths. */
export interface Alignment {
  readonly cost: number
  /** Proven: no alignment costs less. Equal to `cost` unless `isApproximate`. */
  readonly leastCost: number
  /** The search ended at its cap, and a cheaper alignment may exist. */
  readonly isApproximate: boolean
  /** Whether other alignments of the same cost pair other steps; null where the search ended before it could tell. */
  readonly ties: boolean | null
  /** In the order of plan steps, then of positions. */
  readonly pairs: readonly Pair[]
  /** Positions of observed steps that account for nothing. */
  readonly inserted: readonly number[]
  /** In the order of plan steps; steps of a branch not taken are neither paired nor skipped. */
  readonly skipped: readonly Skip[]
  /** Positions of plan steps after the beginning that was executed; only with `isPrefix`. */
  readonly rest: readonly number[]
  /** What the plan costs when nothing of it is done: the cheapest of its runs; with `isPrefix` the beginning alone. */
  readonly planCost: number
  /** What the observed steps cost when the plan accounts for none. */
  readonly observedCost: number
  /** States that the search looked at. */
  readonly states: number
}

/**
 * The cheapest way to account for observed steps by a plan, whatever order the concurrency of both leaves open. Of equally
 * cheap ones: the longest beginning, then pairs before skips before insertions, earlier plan steps before later ones.
 */
export function align(plan: Plan, observed: Observed, relate: Relate, options: AlignOptions = {}): Alignment {
  const { isPrefix = false, hasFreeSkips = false, stateCap = 1_000_000, carried = new Map() } = options
  const positions = options.positions ?? [...observed.steps.keys()]
  const problem = buildProblem({ plan, observed, positions, relate, carried, hasFreeSkips })
  const space = createSearchSpace(problem, isPrefix)
  const explored = explore(space, stateCap)
  const { moves, ties } = chooseWay(problem, space, explored, isPrefix)

  const ends = planEnds(problem, moves, isPrefix)
  const paired = new Set(ends.pairs.map(({ position }) => position))
  const inserted = positions.filter((position) => !paired.has(position))
  const total = (some: readonly number[]): number =>
    some.reduce((sum, position) => sum + insertionCost(observed.steps[position]!), 0)
  // Insertions that no plan step could have spared the search are not in its costs.
  const apart = total(positions) - problem.insertCosts.reduce((sum, cost) => sum + cost, 0)
  const cost = apart + costOf(moves)
  const least = problem.isTooLarge ? 0 : explored.leastCost + apart
  return {
    cost,
    leastCost: least,
    isApproximate: cost > least,
    ties: problem.isTooLarge ? null : ties,
    ...ends,
    inserted,
    planCost: isPrefix
      ? executedCost(problem, moves, ends)
      : leastCost(problem.choices, createBits(problem.nodes.length), (node) => problem.nodes[node]!.cost),
    observedCost: total(positions),
    states: explored.table.size(),
  }
}

interface Way {
  readonly moves: readonly Move[]
  readonly ties: boolean | null
}

function costOf(moves: readonly Move[]): number {
  return moves.reduce((sum, move) => sum + move.cost, 0)
}

function chooseWay(problem: AlignmentProblem, space: SearchSpace, explored: Explored, isPrefix: boolean): Way {
  if (explored.done === undefined) {
    // The state that looked best may have spoilt what a way from the start finds at once.
    const ways = [
      [...wayTo(space, explored, explored.best), ...dive(space, explored, explored.best)],
      dive(space, explored, 0),
    ].sort((one, other) => costOf(one) - costOf(other))
    return { moves: ways[0]!, ties: null }
  }
  if (!explored.isComplete) return { moves: wayTo(space, explored, explored.done), ties: null }
  const gainOf = (move: Move): number => (isPrefix ? executionsOf(problem, move) : 0)
  const { moves, all } = cheapestWay(space, explored, gainOf)
  const chosen = new Set(moves.map((move) => effectOf(problem, move)))
  const hasOther = all.some((move) => {
    const effect = effectOf(problem, move)
    return effect !== undefined && !chosen.has(effect)
  })
  return { moves, ties: hasOther || hasExchange(problem, moves) }
}

/** By how much a move makes a beginning longer; what may be left out anyway adds nothing. */
function executionsOf({ nodes }: AlignmentProblem, move: Move): number {
  if (move.kind === 'pair') return 1
  return move.kind === 'skip' && move.cost > 0 ? nodes[move.node]!.executions : 0
}

/** What a move says of steps; undefined for what follows from other moves. Executions of one step are the same. */
function effectOf({ nodes }: AlignmentProblem, move: Move): string | undefined {
  if (move.kind === 'pair') return `${move.observed} does ${nodes[move.node]!.step}`
  if (move.kind === 'insert') return `${move.observed} is inserted`
  return move.kind === 'skip' && nodes[move.node]!.cost > 0 ? `${nodes[move.node]!.step} is skipped` : undefined
}

/** Whether equal steps, of which the search takes the first for all, came out differently. */
function hasExchange({ nodes, planSide, observedSide }: AlignmentProblem, moves: readonly Move[]): boolean {
  const pairings = moves.flatMap((move) => (move.kind === 'pair' ? [move] : []))
  const stepOf = new Map(pairings.map(({ observed, node }) => [observed, nodes[node]!.step]))
  const observedOf = new Map(pairings.map(({ observed, node }) => [node, observed]))
  return (
    observedSide.twin.some((twin, index) => twin !== -1 && stepOf.get(twin) !== stepOf.get(index)) ||
    planSide.twin.some(
      (twin, node) =>
        twin !== -1 && nodes[twin]!.step !== nodes[node]!.step && observedOf.get(twin) !== observedOf.get(node),
    )
  )
}

/** What the beginning that was executed costs when nothing of it is done. */
function executedCost({ nodes }: AlignmentProblem, moves: readonly Move[], { skipped }: PlanEnds): number {
  const paired = moves.reduce((sum, move) => (move.kind === 'pair' ? sum + nodes[move.node]!.cost : sum), 0)
  return skipped.reduce((sum, { cost }) => sum + cost, paired)
}
