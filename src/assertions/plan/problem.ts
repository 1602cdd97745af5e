import { addBit, addBits, countBits, createBits, hasBit, trimBits, type Bits } from '../bits.ts'
import { buildChoices, type ChoiceTree } from './choices.ts'
import { insertionCost, type Observed, type Relate, type Relation } from './observed.ts'
import type { Plan, PlanStep } from './plan.ts'
import { precedingTwins } from './twins.ts'

/** One execution that a plan asks for: a step has as many as it may repeat. */
export interface PlanNode {
  /** Position of its step in the plan. */
  readonly step: number
  /** Thousandths for not executing it; 0 when nothing requires it. */
  readonly cost: number
  /** Executions it stands for: more than one only where nothing observed is left that could be one of them. */
  readonly executions: number
  readonly canPair: boolean
}

/** An observed step and a node that it may be paired with. */
export interface Pairing {
  readonly kind: 'pair'
  readonly observed: number
  readonly node: number
  readonly relation: Relation
  readonly cost: number
}

/** One of the two orders that an alignment follows, over its positions. */
export interface Side {
  /** What an alignment must have dealt with before each. */
  readonly before: readonly Bits[]
  /** The last position that may be dealt with while each is not: all after it come after that one. */
  readonly reach: readonly number[]
  /** The equal one before each that goes first, -1 for none: which of several equals is taken makes no difference. */
  readonly twin: readonly number[]
  readonly pairings: readonly (readonly Pairing[])[]
}

/** What a search aligns: those observed steps and nodes that take part in it. */
export interface AlignmentProblem {
  readonly nodes: readonly PlanNode[]
  /** What a search pays for leaving a node out: its cost, or nothing when skips are free. */
  readonly skipCosts: readonly number[]
  readonly planSide: Side
  readonly choices: ChoiceTree
  /** Positions of the observed steps, and what leaving them unpaired costs. */
  readonly positions: readonly number[]
  readonly insertCosts: readonly number[]
  readonly observedSide: Side
  /** There are more pairs than can be tried: the problem has none at all. */
  readonly isTooLarge: boolean
}

/** Repetitions times the observed steps that serve them: a plan from a recording may ask for any number. */
const maxPairings = 2_000_000

export interface ProblemOptions {
  readonly plan: Plan
  readonly observed: Observed
  /** Positions to align. */
  readonly positions: readonly number[]
  readonly relate: Relate
  /** How often steps were executed under earlier versions of the plan, by id. */
  readonly carried: ReadonlyMap<string, number>
  readonly hasFreeSkips: boolean
}

/**
 * Unrolls the plan and looks up who serves whom; observed steps that serve nobody are left out, they are insertions, as are
 * those of which there are more than the plan can take.
 */
export function buildProblem(options: ProblemOptions): AlignmentProblem {
  const { plan, observed, relate, carried, hasFreeSkips } = options
  const all = options.positions.map((position) => servedSteps(plan, observed, position, relate))
  const isTooLarge = countPairings(plan, all) > maxPairings
  const serving = isTooLarge ? all.map(() => new Map<number, Relation>()) : all
  const isServing = serving.map((served) => served.size > 0)
  const positions = options.positions.filter((_, index) => isServing[index])
  const relations = serving.filter((_, index) => isServing[index])

  const nodes = unroll(plan, carried, relations)
  const skipCosts = nodes.map(({ cost }) => (hasFreeSkips ? 0 : cost))
  const insertCosts = positions.map((position) => insertionCost(observed.steps[position]!))
  const pairings = pairUp(plan, nodes, skipCosts, insertCosts, relations).sort(comparePairings)

  const nodesOfStep = plan.steps.map((_, step) => nodes.flatMap((node, index) => (node.step === step ? [index] : [])))
  const nodesBefore = plan.steps.map((_, step) => {
    const bits = createBits(nodes.length)
    for (const [other, indexes] of nodesOfStep.entries()) {
      if (plan.precedes(other, step)) for (const index of indexes) addBit(bits, index)
    }
    return bits
  })
  const planBefore = nodes.map(({ step }) => nodesBefore[step]!)
  const observedBefore = beforeOf(observed, positions)

  const byObserved = groupBy(pairings, positions.length, ({ observed: index }) => index)
  const byNode = groupBy(pairings, nodes.length, ({ node }) => node)
  const observedTwins = precedingTwins(observedBefore, (index) =>
    JSON.stringify([insertCosts[index], byObserved[index]!.map(({ node, relation }) => [node, relation])]),
  )
  const spare = spareTwins(observedTwins, byObserved)
  if (spare.size > 0) {
    const spared = new Set([...spare].map((index) => positions[index]!))
    return buildProblem({ ...options, positions: positions.filter((position) => !spared.has(position)) })
  }
  const nodeTwins = precedingTwins(planBefore, (index) => {
    const { weight, choices } = plan.steps[nodes[index]!.step]!
    // Executions of one step are equal whatever skipping them costs: those that are required come first.
    const own =
      nodesOfStep[nodes[index]!.step]!.length > 1 ? [nodes[index]!.step] : [-1, skipCosts[index], nodes[index]!.cost]
    return JSON.stringify([
      own,
      weight,
      choices,
      byNode[index]!.map(({ observed: other, relation }) => [other, relation]),
    ])
  })
  return {
    nodes,
    skipCosts,
    planSide: { before: planBefore, reach: reachOf(planBefore), twin: nodeTwins, pairings: byNode },
    choices: buildChoices(nodes.map(({ step }) => plan.steps[step]!.choices)),
    positions,
    insertCosts,
    observedSide: { before: observedBefore, reach: reachOf(observedBefore), twin: observedTwins, pairings: byObserved },
    isTooLarge,
  }
}

/**
 * Of equals, those that are left when as many as can be paired are, and one more, which shows that another might have been
 * taken: whatever is done, they are insertions.
 */
function spareTwins(twins: readonly number[], pairings: readonly (readonly Pairing[])[]): ReadonlySet<number> {
  const preceding: number[] = []
  const spare = new Set<number>()
  for (const [index, twin] of twins.entries()) {
    const count = twin === -1 ? 0 : preceding[twin]! + 1
    preceding.push(count)
    if (count > pairings[index]!.length) spare.add(index)
  }
  return spare
}

/** What comes before each of the positions, by their indexes. */
function beforeOf({ before, placeOf }: Observed, positions: readonly number[]): Bits[] {
  const found = positions.map(() => createBits(positions.length))
  const sorted = [...positions.keys()]
  if (placeOf !== undefined) sorted.sort((one, other) => placeOf(positions[one]!) - placeOf(positions[other]!))
  for (const [place, index] of sorted.entries()) {
    const bits = found[index]!
    // What is before something that is before this one need not be asked: of a chain, the nearest answers for all.
    for (let nearest = (placeOf === undefined ? positions.length : place) - 1; nearest >= 0; nearest--) {
      const other = sorted[nearest]!
      if (hasBit(bits, other) || !before(positions[other]!, positions[index]!)) continue
      addBit(bits, other)
      if (placeOf === undefined) continue
      addBits(bits, found[other]!)
      if (countBits(bits) === place) break
    }
  }
  return found.map(trimBits)
}

function reachOf(before: readonly Bits[]): number[] {
  const reach = before.map(() => -1)
  const open = createBits(before.length)
  for (const index of before.keys()) addBit(open, index)
  for (let last = before.length - 1; last >= 0; last--) {
    for (const [word, bits] of open.entries()) {
      for (let found = bits & ~(before[last]![word] ?? 0); found !== 0; found &= found - 1) {
        reach[word * 32 + 31 - Math.clz32(found & -found)] = last
        open[word]! &= ~(found & -found)
      }
    }
  }
  return reach
}

/** The plan steps that an observed step may be paired with. */
function servedSteps(plan: Plan, observed: Observed, position: number, relate: Relate): Map<number, Relation> {
  const served = new Map<number, Relation>()
  const { isFailed } = observed.steps[position]!
  for (const [step, { id, allowsFailed }] of plan.steps.entries()) {
    if (isFailed && !allowsFailed) continue
    const relation = relate(position, id)
    if (relation !== undefined) served.set(step, relation)
  }
  return served
}

function countPairings(plan: Plan, relations: readonly ReadonlyMap<number, Relation>[]): number {
  const serving = plan.steps.map(() => 0)
  for (const served of relations) for (const step of served.keys()) serving[step]!++
  return serving.reduce((sum, count, step) => sum + count * Math.min(count, plan.steps[step]!.max), 0)
}

/**
 * As many nodes for each step as observed steps can serve it; what is required beyond that is one node with the cost of
 * them all. Finished steps have none, nor have the alternatives of one that was begun.
 */
function unroll(
  plan: Plan,
  carried: ReadonlyMap<string, number>,
  relations: readonly ReadonlyMap<number, Relation>[],
): PlanNode[] {
  const begun = plan.steps.filter(({ id }) => carried.has(id)).flatMap(({ choices }) => choices)
  const isRuledOut = ({ choices }: PlanStep): boolean =>
    choices.some(({ group, branch }) => begun.some((choice) => choice.group === group && choice.branch !== branch))
  return plan.steps.flatMap((declared, step) => {
    const executed = carried.get(declared.id) ?? 0
    const max = declared.max - executed
    if (max <= 0 || isRuledOut(declared)) return []
    const min = Math.max(0, declared.min - executed)
    const serving = relations.filter((served) => served.has(step)).length
    const weight = declared.isOptional ? 0 : declared.weight
    const paired = Array.from({ length: Math.min(max, serving) }, (_, copy) => ({
      step,
      cost: copy < min ? weight : 0,
      executions: 1,
      canPair: true,
    }))
    // A branch without any node could not be chosen.
    if (min <= paired.length && paired.length > 0) return paired
    const executions = Math.max(1, min - paired.length)
    return [...paired, { step, cost: min > paired.length ? executions * weight : 0, executions, canPair: false }]
  })
}

/** Pairs that cost no more than leaving both sides alone. */
function pairUp(
  plan: Plan,
  nodes: readonly PlanNode[],
  skipCosts: readonly number[],
  insertCosts: readonly number[],
  relations: readonly ReadonlyMap<number, Relation>[],
): Pairing[] {
  return nodes.flatMap(({ step, canPair }, node) =>
    relations.flatMap((served, observed) => {
      const relation = served.get(step)
      if (relation === undefined || !canPair) return []
      const cost = pairCost(relation, plan.steps[step]!.weight, insertCosts[observed]!)
      return cost <= skipCosts[node]! + insertCosts[observed]!
        ? [{ kind: 'pair' as const, observed, node, relation, cost }]
        : []
    }),
  )
}

const ranks: Readonly<Record<Relation, number>> = { match: 0, 'args-differ': 1, alternative: 2 }

/** Preferred ones first. */
export function comparePairings(one: Pairing, other: Pairing): number {
  return ranks[one.relation] - ranks[other.relation] || one.node - other.node || one.observed - other.observed
}

function pairCost(relation: Relation, weight: number, insertCost: number): number {
  if (relation === 'match') return 0
  return relation === 'args-differ' ? Math.round(weight / 2) : Math.round(0.75 * (weight + insertCost))
}

function groupBy(pairings: readonly Pairing[], size: number, keyOf: (pairing: Pairing) => number): Pairing[][] {
  const groups = Array.from({ length: size }, (): Pairing[] => [])
  for (const pairing of pairings) groups[keyOf(pairing)]!.push(pairing)
  return groups
}
