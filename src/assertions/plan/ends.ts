import { addBit, createBits, hasBit, sharesBits, type Bits } from '../bits.ts'
import type { Move } from './moves.ts'
import type { Relation } from './observed.ts'
import type { AlignmentProblem } from './problem.ts'

/** An observed step that accounts for a plan step. */
export interface Pair {
  readonly position: number
  /** Position of the step in the plan. */
  readonly step: number
  readonly relation: Relation
}

/** Executions of a plan step that are left out. */
export interface Skip {
  readonly step: number
  readonly executions: number
  /** Thousandths that they cost where skips are not free; 0 for what nothing requires. */
  readonly cost: number
}

/** What became of the plan. */
export interface PlanEnds {
  readonly pairs: readonly Pair[]
  readonly skipped: readonly Skip[]
  readonly rest: readonly number[]
}

/** What the moves of an alignment come down to. Of a prefix only what something later was done after counts as skipped. */
export function planEnds(problem: AlignmentProblem, moves: readonly Move[], isPrefix: boolean): PlanEnds {
  const { nodes, positions } = problem
  const pairings = moves.flatMap((move) => (move.kind === 'pair' ? [move] : []))
  const skips = moves.flatMap((move) => (move.kind === 'skip' ? [move.node] : []))
  const needed = createBits(nodes.length)
  for (const { node } of pairings)
    for (const other of nodes.keys()) if (hasBit(problem.planSide.before[node]!, other)) addBit(needed, other)
  const skipped = isPrefix ? skips.filter((node) => hasBit(needed, node)) : skips
  const touched = createBits(nodes.length)
  for (const node of [...pairings.map((pairing) => pairing.node), ...skipped]) addBit(touched, node)
  return {
    pairs: pairings
      .map(({ observed, node, relation }) => ({ position: positions[observed]!, step: nodes[node]!.step, relation }))
      .sort((one, other) => one.step - other.step || one.position - other.position),
    skipped: skipped
      .map((node) => ({ step: nodes[node]!.step, executions: nodes[node]!.executions, cost: nodes[node]!.cost }))
      .sort((one, other) => one.step - other.step),
    rest: isPrefix ? untouchedSteps(problem, touched) : [],
  }
}

/** Steps of which something is still to be done, those of branches not taken left out. */
function untouchedSteps({ nodes, choices }: AlignmentProblem, touched: Bits): number[] {
  const isVoided = (node: number): boolean =>
    choices.around[node]!.some(
      ({ members, branches }) =>
        sharesBits(members, touched) &&
        branches.some(({ voided }) => hasBit(voided, node) && !sharesBits(voided, touched)),
    )
  const open = [...nodes.keys()].filter((node) => !hasBit(touched, node) && !isVoided(node))
  const begun = new Set([...nodes.keys()].filter((node) => hasBit(touched, node)).map((node) => nodes[node]!.step))
  // What a begun step may do more often is not left over.
  const left = open.filter((node) => nodes[node]!.cost > 0 || !begun.has(nodes[node]!.step))
  return [...new Set(left.map((node) => nodes[node]!.step))]
}
