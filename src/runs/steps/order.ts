import type { Decision } from '../../model/selector.ts'
import type { Step } from '../../model/step.ts'
import type { Forest } from './forest.ts'
import { isKnown } from './intervals.ts'
import type { Placed, Range } from './placed.ts'
import { createReach, type Direction, type Reach, type ReachContext } from './reach.ts'

/** What comes before what in a run. A fact about a pair: it is not closed over a third step. */
export interface StepOrder {
  /** Whether `one` certainly came before `other`; false too where neither can be told. */
  readonly before: (one: Step, other: Step) => boolean
  /** The same, undefined where the recording leaves it open: times are missing, or closer than the clocks can tell. */
  readonly decide: (one: Step, other: Step) => Decision
  /** Finds steps of a set that come after a step, or before it, without a question about each. */
  readonly reach: (steps: readonly Step[], direction: Direction) => Reach
  /** Whether one step, or one that contains it, contains the other. */
  readonly contains: (outer: Step, inner: Step) => boolean
  /** Whether one model output asked for both, or for what contains them: nothing ordered them. */
  readonly isSameTurn: (one: Step, other: Step) => boolean
  /** Steps that ended before the model step that asked for them began: a clock, or the recording, is wrong. */
  readonly conflicts: readonly Step[]
}

/**
 * The order of a run's steps. The first question prepares it, linear apart from sorting; each then takes logarithmic time. `parents` are
 * those of the forest.
 */
export function orderSteps(
  placed: readonly Placed[],
  forest: Forest,
  parents: Int32Array,
  clockSkewNano: bigint,
): StepOrder {
  let order: Prepared | undefined
  // Whoever only lists steps asks nothing.
  const prepared = (): Prepared => (order ??= prepare(placed, forest, parents, clockSkewNano))
  return {
    before: (one, other) => prepared().decide(one, other) === true,
    decide: (one, other) => prepared().decide(one, other),
    reach: (steps, direction) => prepared().reach(steps, direction),
    contains: (outer, inner) => prepared().contains(outer, inner),
    isSameTurn: (one, other) => prepared().isSameTurn(one, other),
    conflicts: placed
      .filter((one) => one.asker !== -1 && byTime(one, placed[one.asker]!, clockSkewNano) === 'before')
      .map(({ step }) => step),
  }
}

type Prepared = Omit<StepOrder, 'before' | 'conflicts'>

function prepare(placed: readonly Placed[], forest: Forest, parents: Int32Array, clockSkewNano: bigint): Prepared {
  const nodes = parents.length
  const byStep = new Map(placed.map((one) => [one.step, one]))
  const turns = new Map<number, number | null>()
  const askers = new Int32Array(nodes).fill(-1)
  for (const { node, asker, step } of placed) {
    turns.set(node, step.turn)
    askers[node] = asker
  }
  /** How many of a node and its ancestors somebody asked for. */
  const asked = new Int32Array(nodes)
  for (let node = 1; node < nodes; node++) asked[node] = asked[parents[node]!]! + (askers[node] === -1 ? 0 : 1)
  const askedBy = askedRanges(placed, forest)

  const asks = (one: Placed, other: Placed): boolean => {
    const ranges = askedBy.get(one)
    if (ranges === undefined) return false
    const at = forest.first(other.node)
    let [low, high] = [0, ranges.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (ranges[middle]!.last < at) low = middle + 1
      else high = middle
    }
    return low < ranges.length && ranges[low]!.first <= at
  }

  /** The model step that asked for the outermost of a node and what contains it, below `common`; -1 for none. */
  const askerBelow = (node: number, common: number): number => {
    const isBelow = (one: number): boolean => asked[one]! > asked[common]!
    return isBelow(node) ? askers[forest.highest(node, isBelow)]! : -1
  }
  const isSameTurn = (one: Placed, other: Placed): boolean => {
    const common = forest.common(one.node, other.node)
    const asker = askerBelow(one.node, common)
    return asker !== -1 && asker === askerBelow(other.node, common)
  }

  const isEarlierTurn = (one: Placed, other: Placed): boolean => {
    const depth = forest.depth(forest.common(one.node, other.node)) + 1
    const earlier = turns.get(forest.ancestorAt(one.node, depth)) ?? null
    const later = turns.get(forest.ancestorAt(other.node, depth)) ?? null
    return earlier !== null && later !== null && earlier < later
  }

  const decide = (one: Placed, other: Placed): Decision => {
    if (forest.holds(one.node, other.node) || forest.holds(other.node, one.node)) return false
    if (isSameTurn(one, other)) return false
    const isAsked = asks(one, other)
    if (isAsked !== asks(other, one)) return isAsked
    const time = byTime(one, other, clockSkewNano)
    if (time !== 'unknown') return time === 'before'
    if (isEarlierTurn(one, other)) return true
    if (isEarlierTurn(other, one)) return false
    return mayFollow(one, other, clockSkewNano) ? undefined : false
  }

  const place = (step: Step): Placed => {
    const found = byStep.get(step)
    if (found === undefined) throw new Error(`step \`${step.id}\` is not of this run`)
    return found
  }
  const context: ReachContext = {
    forest,
    parents,
    askers,
    asked,
    placed,
    askedBy,
    placeOf: place,
    toleranceNano: greatestTolerance(placed, clockSkewNano),
    originNano: placed.find(({ step }) => step.startUnixNano !== null)?.step.startUnixNano ?? 0n,
  }
  return {
    decide: (one, other) => decide(place(one), place(other)),
    reach: (steps, direction) => createReach(steps, direction, context),
    contains: (outer, inner) => outer !== inner && forest.holds(place(outer).node, place(inner).node),
    isSameTurn: (one, other) => one !== other && isSameTurn(place(one), place(other)),
  }
}

/**
 * `before` or `after` when one had ended once the other began, by more than its clocks may be wrong: between two resources
 * the clock skew, and what the format rounded. `concurrent` when they overlap by as much, or are instants at one time.
 */
export function byTime(
  one: Placed,
  other: Placed,
  clockSkewNano: bigint,
): 'before' | 'after' | 'concurrent' | 'unknown' {
  if (isReversed(one.step) || isReversed(other.step)) return 'unknown'
  const forward = gapBetween(one, other, clockSkewNano)
  const backward = gapBetween(other, one, clockSkewNano)
  if (forward === 'after' && backward === 'after') return 'concurrent'
  if (forward === 'after') return 'before'
  if (backward === 'after') return 'after'
  return forward === 'overlaps' && backward === 'overlaps' ? 'concurrent' : 'unknown'
}

/** Whether the times do not exclude that `other` began when `one` had ended. */
function mayFollow(one: Placed, other: Placed, clockSkewNano: bigint): boolean {
  return isReversed(one.step) || isReversed(other.step) || gapBetween(one, other, clockSkewNano) !== 'overlaps'
}

/** The most that the times of any two steps may be wrong. */
function greatestTolerance(placed: readonly Placed[], clockSkewNano: bigint): number {
  let precision = 0
  const clocks = new Set<number>()
  for (const { precisionNano, startClock, endClock } of placed) {
    if (precisionNano > 1) precision = Math.max(precision, precisionNano)
    clocks.add(startClock).add(endClock)
  }
  return clocks.size > 1 ? Math.max(precision, Number(clockSkewNano)) : precision
}

/** How the start of `later` lies to the end of `earlier`. */
function gapBetween(earlier: Placed, later: Placed, clockSkewNano: bigint): 'after' | 'overlaps' | 'unknown' {
  const [end, start] = [earlier.step.endUnixNano, later.step.startUnixNano]
  if (end === null || start === null) return 'unknown'
  const precision = Math.max(earlier.precisionNano, later.precisionNano)
  const rounding = precision > 1 ? BigInt(precision) : 0n
  const skew = earlier.endClock === later.startClock ? 0n : clockSkewNano
  const tolerance = rounding > skew ? rounding : skew
  const gap = start - end
  if (gap >= tolerance) return 'after'
  return gap < 0n && gap <= -tolerance ? 'overlaps' : 'unknown'
}

function isReversed(step: Step): boolean {
  return step.startUnixNano !== null && step.endUnixNano !== null && !isKnown(step)
}

/** Where in a walk down the forest what a model step asked for lies; ranges in order, none inside another. */
function askedRanges(placed: readonly Placed[], forest: Forest): ReadonlyMap<Placed, readonly Range[]> {
  const ranges = new Map<Placed, Range[]>()
  const inOrder = placed.toSorted((left, right) => forest.first(left.node) - forest.first(right.node))
  for (const { asker, node } of inOrder) {
    if (asker === -1) continue
    const model = placed[asker]!
    const range = { first: forest.first(node), last: forest.last(node) }
    const known = ranges.get(model)
    if (known === undefined) ranges.set(model, [range])
    else if (known.at(-1)!.last < range.first) known.push(range)
  }
  return ranges
}
