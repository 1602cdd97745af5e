import type { Step } from '../../model/step.ts'
import type { Forest } from './forest.ts'
import { isKnown } from './intervals.ts'
import type { Placed, Range } from './placed.ts'

/** Which side of a step is looked at. */
export type Direction = 'after' | 'before'

export interface ReachLimits {
  /** Steps that certainly lie beyond all of these may be left out. */
  readonly beyond?: readonly Step[]
  /** So may steps that certainly lie farther away, in nanoseconds. */
  readonly withinNano?: number
  /** Steps that run at the same time are looked for too: only those that certainly lie on the other side may be left out. */
  readonly orConcurrent?: boolean
}

/**
 * Finds steps of a set that lie on one side of a step: every step of which the order does not certainly say that it lies
 * elsewhere, each once, near ones first; some that do lie elsewhere too. What is asked of the order stays with whoever looks.
 */
export type Reach = (one: Step, limits?: ReachLimits) => Iterable<Step>

/** What the order knows of a run. */
export interface ReachContext {
  readonly forest: Forest
  readonly parents: Int32Array
  /** Position of the model step that asked for a node; -1 for none. */
  readonly askers: Int32Array
  /** How many of a node and its ancestors somebody asked for. */
  readonly asked: Int32Array
  readonly placed: readonly Placed[]
  readonly askedBy: ReadonlyMap<Placed, readonly Range[]>
  readonly placeOf: (step: Step) => Placed
  /** Times closer than this may be in any order, in nanoseconds. */
  readonly toleranceNano: number
  /** Instant from which times are counted. */
  readonly originNano: bigint
}

/**
 * Sorts the set by time, once; to look at a side takes logarithmic time and what is found. Steps without times are looked
 * through one by one.
 */
export function createReach(steps: readonly Step[], direction: Direction, context: ReachContext): Reach {
  const { forest, parents, askers, asked, placed, askedBy, placeOf, originNano } = context
  const isAfter = direction === 'after'
  const timeOf = (nano: bigint | null): number => (nano === null ? Number.NaN : Number(nano - originNano))
  /** Where a step begins, seen from that side, and where it ends. */
  const nearOf = ({ step }: Placed): number =>
    isReversed(step) ? Number.NaN : isAfter ? timeOf(step.startUnixNano) : -timeOf(step.endUnixNano)
  const farOf = ({ step }: Placed): number =>
    isReversed(step) ? Number.NaN : isAfter ? timeOf(step.endUnixNano) : -timeOf(step.startUnixNano)

  const members = steps.map(placeOf)
  const isMember = new Set(members)
  const byNear = sortBy(members, nearOf)
  const timed = members.filter(({ step }) => isKnown(step))
  let sortedByFar: Sorted | undefined
  const byFar = (): Sorted => (sortedByFar ??= sortBy(timed, farOf))
  const loose = members.filter(({ step }) => !isKnown(step))
  const byNode = sortBy(members, ({ node }) => forest.first(node))
  // Doubles hold nanoseconds of a hundred days; beyond, what rounding may hide is looked at too.
  const widest = members.reduce((most, one) => Math.max(most, Math.abs(nearOf(one)) || 0, Math.abs(farOf(one)) || 0), 0)
  const margin = context.toleranceNano + widest * 2 ** -50

  /** Asked for by one output, and siblings: unordered without a further question. */
  const areMates = (one: Placed, other: Placed): boolean =>
    one.asker !== -1 && one.asker === other.asker && parents[one.node] === parents[other.node]
  /** Where in the order of time the row of mates ends that a step stands in. */
  const rowEnds = new Int32Array(byNear.items.length)
  for (let at = rowEnds.length - 1; at >= 0; at--) {
    const next = byNear.items[at + 1]
    rowEnds[at] = next !== undefined && areMates(byNear.items[at]!, next) ? rowEnds[at + 1]! : at + 1
  }

  function* inNodes(first: number, last: number): Iterable<Placed> {
    for (let at = lowerBound(byNode.keys, first); at < byNode.keys.length && byNode.keys[at]! <= last; at++)
      yield byNode.items[at]!
  }

  /** Who asked for a node, and who for what contains it. */
  function* askersOf({ node }: Placed): Iterable<{ readonly node: number; readonly asker: Placed }> {
    for (let at = node; asked[at]! > 0; at = parents[at]!) {
      if (askers[at] !== -1) yield { node: at, asker: placed[askers[at]!]! }
    }
  }

  /** What a request orders. */
  function* byRequest(one: Placed): Iterable<Placed> {
    if (isAfter) for (const { first, last } of askedBy.get(one) ?? []) yield* inNodes(first, last)
    else for (const { asker } of askersOf(one)) if (isMember.has(asker)) yield asker
  }

  /** Those that times may not tell apart from it. */
  function* withoutTimes(one: Placed): Iterable<Placed> {
    const unordered = isKnown(one.step) ? loose : members
    if (isAfter) yield* unordered
    else for (let at = unordered.length - 1; at >= 0; at--) yield unordered[at]!
  }

  /** Where times do not tell, the turn may. */
  function* byTurn(one: Placed): Iterable<Placed> {
    const { turn } = one.step
    for (const other of withoutTimes(one)) {
      if (turn !== null && other.step.turn !== null && parents[other.node] === parents[one.node]) {
        if (isAfter ? other.step.turn < turn : other.step.turn > turn) continue
      }
      yield other
    }
    if (!isKnown(one.step) || context.toleranceNano === 0) return
    // Those that ended about when it began, seen from that side: the clocks do not tell.
    const at = nearOf(one)
    const { keys, items } = byFar()
    for (let index = lowerBound(keys, at - margin); index < keys.length && keys[index]! <= at + margin; index++)
      yield items[index]!
  }

  /** What lies late, and not certainly beyond a step: in its turn, inside it, or around it. */
  function* notBeyond(one: Placed): Iterable<Placed> {
    yield* inNodes(forest.first(one.node), forest.last(one.node))
    for (let at = parents[one.node]!; at !== 0; at = parents[at]!) yield* inNodes(forest.first(at), forest.first(at))
    for (const { node, asker } of askersOf(one)) {
      for (const { first, last } of askedBy.get(asker) ?? []) {
        if (first !== forest.first(node)) yield* inNodes(first, last)
      }
    }
    // A request reaches back in time.
    for (const { asker } of askersOf(one)) if (isMember.has(asker)) yield asker
    for (const { first, last } of askedBy.get(one) ?? []) yield* inNodes(first, last)
  }

  /** What had not certainly ended on the other side when a step began. */
  function* notOpposite(one: Placed): Iterable<Placed> {
    const { keys, items } = byFar()
    for (let at = lowerBound(keys, nearOf(one) - margin); at < keys.length; at++) yield items[at]!
    yield* withoutTimes(one)
    yield* notBeyond(one)
  }

  return function* reach(step, { beyond = [], withinNano = Number.POSITIVE_INFINITY, orConcurrent = false } = {}) {
    const one = placeOf(step)
    const seen = new Set<Placed>([one])
    if (orConcurrent) {
      for (const other of notOpposite(one)) {
        if (seen.has(other)) continue
        seen.add(other)
        yield other.step
      }
      return
    }
    const limits = beyond.map(placeOf)
    const from = farOf(one) - margin
    let until = limits.length === 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
    for (const limit of limits) until = Math.max(until, isKnown(limit.step) ? farOf(limit) + margin : Infinity)
    until = Math.min(until, farOf(one) + withinNano + margin)
    const isInside = (near: number): boolean => near >= from && near <= until
    for (let at = lowerBound(byNear.keys, from); at < rowEnds.length && isInside(byNear.keys[at]!);) {
      const other = byNear.items[at]!
      if (areMates(one, other)) {
        at = rowEnds[at]!
        continue
      }
      if (other !== one) yield other.step
      at += 1
    }
    for (const others of [byRequest(one), byTurn(one), ...limits.map(notBeyond)]) {
      for (const other of others) {
        if (areMates(one, other) || isInside(nearOf(other)) || seen.has(other)) continue
        seen.add(other)
        yield other.step
      }
    }
  }
}

interface Sorted {
  readonly items: readonly Placed[]
  readonly keys: Float64Array
}

function isReversed(step: Step): boolean {
  return step.startUnixNano !== null && step.endUnixNano !== null && !isKnown(step)
}

/** Those whose key is a number, by it. */
function sortBy(members: readonly Placed[], keyOf: (one: Placed) => number): Sorted {
  const items = members
    .map((one) => ({ one, key: keyOf(one) }))
    .filter(({ key }) => !Number.isNaN(key))
    .sort((left, right) => left.key - right.key)
  return { items: items.map(({ one }) => one), keys: Float64Array.from(items, ({ key }) => key) }
}

/** The first index whose key is not below; past the end for none, and for no number. */
function lowerBound(keys: Float64Array, key: number): number {
  let [low, high] = [0, keys.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (keys[middle]! >= key) high = middle
    else low = middle + 1
  }
  return low
}
