import type { ObservedStep, Relation } from '../../../src/assertions/plan/observed.ts'
import type { PlanItem, StepItem } from '../../../src/assertions/plan/plan.ts'

/** What a step of a test does; observed ones have no alternative. */
export interface Action {
  readonly name: string
  readonly args?: number
  readonly or?: string
}

export interface Trial {
  readonly items: readonly PlanItem[]
  readonly actions: Readonly<Record<string, Action>>
  readonly observed: readonly (Action & { readonly step: ObservedStep })[]
  /** Closed. */
  readonly before: readonly (readonly boolean[])[]
}

export function relationOf(observed: Action, planned: Action): Relation | undefined {
  if (observed.name === planned.name) return (observed.args ?? 0) === (planned.args ?? 0) ? 'match' : 'args-differ'
  return observed.name === planned.or ? 'alternative' : undefined
}

interface Execution {
  readonly item: StepItem
  readonly weight: number
}

/** Every sequence of executions that the plan asks for, each of them once. */
export function planWords(items: readonly PlanItem[], most: number): Execution[][] {
  const leaves = items.flatMap(leavesOf)
  const index = new Map(leaves.map(({ id }, at) => [id, at]))
  const named = new Map<string, readonly string[]>()
  const order = leaves.map(() => leaves.map(() => false))
  const name = (item: PlanItem): void => {
    if (item.id !== undefined)
      named.set(
        item.id,
        leavesOf(item).map(({ id }) => id),
      )
    if ('oneOf' in item) item.oneOf.forEach(name)
    if ('anyOrder' in item) item.anyOrder.forEach(name)
  }
  items.forEach(name)
  const constrain = (item: PlanItem, fallback: readonly string[]): void => {
    const first = item.after === undefined ? fallback : item.after.flatMap((id) => named.get(id)!)
    for (const one of first) for (const { id } of leavesOf(item)) order[index.get(one)!]![index.get(id)!] = true
    if ('oneOf' in item) for (const inner of item.oneOf) constrain(inner, [])
    if ('anyOrder' in item) for (const inner of item.anyOrder) constrain(inner, [])
  }
  items.forEach((item, at) => constrain(item, at === 0 ? [] : leavesOf(items[at - 1]!).map(({ id }) => id)))
  close(order)
  return chosen(items)
    .flatMap((steps) =>
      steps.reduce<Execution[][]>(
        (all, item) =>
          all.flatMap((some) =>
            counts(item, most).map((count) => [
              ...some,
              ...Array.from({ length: count }, () => ({ item, weight: Math.round((item.weight ?? 1) * 1000) })),
            ]),
          ),
        [[]],
      ),
    )
    .flatMap((word) => {
      const comesBefore = (one: number, other: number): boolean =>
        order[index.get(word[one]!.item.id)!]![index.get(word[other]!.item.id)!]! ||
        // Executions of one step are the same: only one order of them.
        (one < other && word[one]!.item.id === word[other]!.item.id)
      return linearExtensions(word.length, comesBefore).map((positions) => positions.map((at) => word[at]!))
    })
}

function leavesOf(item: PlanItem): StepItem[] {
  if ('oneOf' in item) return item.oneOf.flatMap(leavesOf)
  return 'anyOrder' in item ? item.anyOrder.flatMap(leavesOf) : [item]
}

/** At most so many executions has a word of the plan, or more. */
export function longestWord(items: readonly PlanItem[], most: number): number {
  return items.flatMap(leavesOf).reduce((sum, item) => sum + counts(item, most).at(-1)!, 0)
}

/** The steps of every way to decide the branches. */
function chosen(items: readonly PlanItem[]): StepItem[][] {
  return items.reduce<StepItem[][]>(
    (all, item) => {
      const ways =
        'oneOf' in item
          ? item.oneOf.flatMap((one) => chosen([one]))
          : 'anyOrder' in item
            ? chosen(item.anyOrder)
            : [[item]]
      return all.flatMap((some) => ways.map((way) => [...some, ...way]))
    },
    [[]],
  )
}

function counts({ optional, repeat }: StepItem, most: number): number[] {
  const min = optional === true ? 0 : repeat === undefined ? 1 : (repeat.min ?? 1)
  const max = Math.min(repeat === undefined ? 1 : (repeat.max ?? Infinity), Math.max(min, most))
  return Array.from({ length: max - min + 1 }, (_, at) => min + at)
}

export function close(order: boolean[][]): void {
  for (const via of order.keys())
    for (const from of order.keys())
      for (const to of order.keys()) if (order[from]![via]! && order[via]![to]!) order[from]![to] = true
}

export function linearExtensions(size: number, before: (one: number, other: number) => boolean): number[][] {
  const extend = (done: readonly number[]): number[][] => {
    if (done.length === size) return [[...done]]
    const rest = Array.from({ length: size }, (_, at) => at).filter((at) => !done.includes(at))
    return rest
      .filter((at) => rest.every((other) => other === at || !before(other, at)))
      .flatMap((at) => extend([...done, at]))
  }
  return extend([])
}

export interface Best {
  readonly cost: number
  /** Executions of the longest beginning of that cost. */
  readonly length: number
  /** Every alignment of that cost, and with `isPrefix` of that length, as text. */
  readonly alignments: ReadonlySet<string>
}

/** Tries every order of what was observed against every word of the plan. */
export function bestAlignments({ items, actions, observed, before }: Trial, isPrefix = false): Best {
  const words = planWords(items, observed.length)
  const orders = linearExtensions(observed.length, (one, other) => before[one]![other]!)
  let best: { cost: number; length: number; alignments: Set<string> } = {
    cost: Infinity,
    length: 0,
    alignments: new Set(),
  }
  const note = (cost: number, length: number, effects: readonly string[]): void => {
    if (cost > best.cost || (cost === best.cost && isPrefix && length < best.length)) return
    if (cost < best.cost || length > best.length) {
      if (cost < best.cost || isPrefix) best = { cost, length, alignments: new Set() }
    }
    best.alignments.add([...new Set(effects)].sort().join(', '))
  }
  const insertOf = ({ step }: Trial['observed'][number]): number =>
    step.isDenied ? 1000 : step.isFree ? 0 : step.insertCost
  for (const order of orders) {
    for (const word of words) {
      const walk = (at: number, planned: number, cost: number, effects: readonly string[]): void => {
        if (cost > best.cost) return
        const execution = word[planned]
        if (at === order.length && (isPrefix || execution === undefined)) return note(cost, planned, effects)
        const seen = at < order.length ? observed[order[at]!]! : undefined
        if (seen !== undefined && execution !== undefined) {
          const relation = relationOf(seen, actions[execution.item.id]!)
          if (relation !== undefined && (!seen.step.isFailed || execution.item.allowFailed === true)) {
            const price = {
              match: 0,
              'args-differ': execution.weight / 2,
              alternative: 0.75 * (execution.weight + insertOf(seen)),
            }
            walk(at + 1, planned + 1, cost + price[relation], [...effects, `${order[at]} does ${execution.item.id}`])
          }
        }
        if (execution !== undefined) {
          walk(at, planned + 1, cost + execution.weight, [...effects, `${execution.item.id} is skipped`])
        }
        if (seen !== undefined) walk(at + 1, planned, cost + insertOf(seen), [...effects, `${order[at]} is inserted`])
      }
      walk(0, 0, 0, [])
    }
  }
  return best
}
