import { didYouMean } from '../../model/nearest.ts'
import { shorten } from '../../model/shorten.ts'
import { addBit, addBits, createBits, type Bits } from '../bits.ts'
import { orderSteps, type StepOrder } from './plan-order.ts'

/** One action of a plan, as declared. */
export interface StepItem {
  readonly id: string
  /** Ids of steps or groups that come first; default the preceding item of the list; empty for none. */
  readonly after?: readonly string[] | undefined
  /** No execution of it is required, whatever `repeat` says. */
  readonly optional?: boolean | undefined
  /** How often, both inclusive; default once; without `max` without bound. */
  readonly repeat?: { readonly min?: number | undefined; readonly max?: number | undefined } | undefined
  /** Default 1; kept to thousandths. */
  readonly weight?: number | undefined
  readonly critical?: boolean | undefined
  /** A failed action is good enough. */
  readonly allowFailed?: boolean | undefined
}

interface GroupPlace {
  /** For `after` of others: they come after all of the group. */
  readonly id?: string | undefined
  readonly after?: readonly string[] | undefined
}

/** Exactly one of the items. */
export interface OneOfItem extends GroupPlace {
  readonly oneOf: readonly PlanItem[]
}

/** All of the items, in any order but for what their own `after` says. */
export interface AnyOrderItem extends GroupPlace {
  readonly anyOrder: readonly PlanItem[]
}

export type PlanItem = StepItem | OneOfItem | AnyOrderItem

/** A branch of a `oneOf`: its steps take part only when it is the one chosen. */
export interface Choice {
  /** Number of the `oneOf` in the plan. */
  readonly group: number
  readonly branch: number
}

export interface PlanStep {
  readonly id: string
  /** Thousandths. */
  readonly weight: number
  readonly isOptional: boolean
  readonly isCritical: boolean
  readonly allowsFailed: boolean
  readonly min: number
  /** Infinity for no bound. */
  readonly max: number
  /** The branches it lies in, outermost first. */
  readonly choices: readonly Choice[]
}

/** A plan without contradictions: groups are dissolved, steps stand in an order that their `after` allows. */
export interface Plan {
  readonly steps: readonly PlanStep[]
  /** Whether a step must come before another, directly or not. */
  readonly precedes: (one: number, other: number) => boolean
}

export interface PlanProblem {
  /** Place in the list of items: indexes and keys. */
  readonly path: readonly (string | number)[]
  readonly message: string
  readonly help: string
}

export type CompiledPlan = { readonly plan: Plan } | { readonly problems: readonly PlanProblem[] }

const maxSteps = 1000
const maxDepth = 16
const maxRepeat = 1000
/** Each takes a search for what was meant. */
const maxUnknown = 20
const maxWeight = 1000

/** A declared plan with groups dissolved and order closed, or all that contradicts itself in it. */
export function compilePlan(items: readonly PlanItem[]): CompiledPlan {
  const found = collect(items)
  if (found.problems.length > 0) return { problems: found.problems }
  const order = orderSteps(found.leaves.map((leaf) => comesAfter(leaf, found)))
  if ('cycle' in order) return { problems: [cycleProblem(order.cycle.map((index) => found.leaves[index]!))] }
  return { plan: planOf(found.leaves, order) }
}

interface Leaf {
  readonly item: StepItem
  /** Lists of ids it comes after: its own, and those of the groups around it. */
  readonly after: readonly (readonly string[])[]
  readonly choices: readonly Choice[]
}

interface Collected {
  readonly leaves: Leaf[]
  /** From which to before which leaf, by the id of a step or group, or by the place of a group without one. */
  readonly members: Map<string, { readonly from: number; readonly to: number }>
  /** What a list of ids comes down to; a list that many share is looked up once. */
  readonly resolved: Map<readonly string[], Bits>
  readonly problems: PlanProblem[]
}

interface Around {
  readonly path: PlanProblem['path']
  /** What everything in the group comes after. */
  readonly inherited: readonly (readonly string[])[]
  /** What an item without `after` comes after beside it. */
  readonly preceding: readonly string[]
  readonly choices: readonly Choice[]
}

function collect(items: readonly PlanItem[]): Collected {
  const found: Collected = { leaves: [], members: new Map(), resolved: new Map(), problems: [] }
  const wanted: { readonly id: string; readonly path: PlanProblem['path'] }[] = []
  let groups = 0

  /** Returns the key under which others come after the item. */
  const visit = (item: PlanItem, around: Around): string => {
    const { path, choices } = around
    const key = item.id ?? unnamed(path)
    if (found.members.has(key)) found.problems.push(problems.duplicate(key, path))
    if (item.id?.includes('\n') === true) found.problems.push(problems.lineBreak(path))
    for (const id of item.after ?? []) wanted.push({ id, path: [...path, 'after'] })
    const inherited = [...around.inherited, item.after ?? around.preceding]
    const first = found.leaves.length
    const within = { inherited, preceding: [] }
    if (path.length > 2 * maxDepth) found.problems.push(problems.deep(path))
    else if ('oneOf' in item) {
      const group = groups++
      if (item.oneOf.length === 0) found.problems.push(problems.empty([...path, 'oneOf']))
      for (const [branch, member] of item.oneOf.entries()) {
        visit(member, { ...within, path: [...path, 'oneOf', branch], choices: [...choices, { group, branch }] })
      }
    } else if ('anyOrder' in item) {
      if (item.anyOrder.length === 0) found.problems.push(problems.empty([...path, 'anyOrder']))
      for (const [at, member] of item.anyOrder.entries()) {
        visit(member, { ...within, path: [...path, 'anyOrder', at], choices })
      }
    } else {
      found.problems.push(...stepProblems(item, path))
      found.leaves.push({ item, after: inherited, choices })
    }
    found.members.set(key, { from: first, to: found.leaves.length })
    return key
  }

  let preceding: string[] = []
  for (const [index, item] of items.entries()) {
    preceding = [visit(item, { path: [index], inherited: [], preceding, choices: [] })]
  }
  if (items.length === 0) found.problems.push(problems.empty([]))
  if (found.leaves.length > maxSteps) found.problems.push(problems.size(found.leaves.length))
  const unknown = wanted.filter(({ id }) => !found.members.has(id))
  for (const { id, path } of unknown.slice(0, maxUnknown)) {
    found.problems.push(problems.unknown(id, found.members.keys(), path))
  }
  return found
}

function comesAfter({ after }: Leaf, { leaves, members, resolved }: Collected): Bits {
  const all = createBits(leaves.length)
  for (const ids of after) {
    let bits = resolved.get(ids)
    if (bits === undefined) {
      bits = createBits(leaves.length)
      for (const id of ids) {
        const { from, to } = members.get(id)!
        for (let index = from; index < to; index++) addBit(bits, index)
      }
      resolved.set(ids, bits)
    }
    addBits(all, bits)
  }
  return all
}

/** Starts with a line break, which no declared id holds. */
function unnamed(path: PlanProblem['path']): string {
  return `\n${path.join('.')}`
}

function planOf(leaves: readonly Leaf[], { order, precedes }: StepOrder): Plan {
  const steps = order.map((index): PlanStep => {
    const { item, choices } = leaves[index]!
    return {
      id: item.id,
      weight: Math.round((item.weight ?? 1) * 1000),
      isOptional: item.optional === true,
      isCritical: item.critical === true,
      allowsFailed: item.allowFailed === true,
      min: item.repeat === undefined ? 1 : (item.repeat.min ?? 1),
      max: item.repeat === undefined ? 1 : (item.repeat.max ?? Infinity),
      choices,
    }
  })
  return { steps, precedes: (one, other) => precedes(order[one]!, order[other]!) }
}

function stepProblems({ weight = 1, repeat = {} }: StepItem, path: PlanProblem['path']): PlanProblem[] {
  const found: PlanProblem[] = []
  if (!(weight >= 0.001 && weight <= maxWeight)) {
    found.push({
      path: [...path, 'weight'],
      message: `\`weight\` is ${weight}, expects 0.001 to ${maxWeight}`,
      help: `write a \`weight\` from 0.001 to ${maxWeight}, or mark the step \`optional\``,
    })
  }
  const { min = 1, max } = repeat
  const isWhole = Number.isSafeInteger(min) && (max === undefined || Number.isSafeInteger(max))
  if (!isWhole || min < 0 || min > maxRepeat || (max !== undefined && (max < 1 || max < min))) {
    found.push({
      path: [...path, 'repeat'],
      message: `\`repeat\` runs from ${min} to ${max ?? 'any number'}, expects whole numbers, \`min\` from 0 to ${maxRepeat} and \`max\` at least \`min\` and 1`,
      help: 'write `repeat: { min: 1, max: 3 }`',
    })
  }
  return found
}

function cycleProblem(leaves: readonly Leaf[]): PlanProblem {
  const ids = leaves.map(({ item }) => quoted(item.id))
  return {
    path: [],
    message: `the steps ${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ', …' : ''} come after each other in a circle`,
    help: `remove one of them from the \`after\` of another`,
  }
}

/** Ids come from recordings too. */
function quoted(id: string): string {
  return `\`${shorten(id, 80)}\``
}

const problems = {
  duplicate: (id: string, path: PlanProblem['path']): PlanProblem => ({
    path: [...path, 'id'],
    message: `the id ${quoted(id)} belongs to two items of the plan`,
    help: 'give each item its own `id`',
  }),
  lineBreak: (path: PlanProblem['path']): PlanProblem => ({
    path: [...path, 'id'],
    message: 'the id of a plan item holds a line break',
    help: 'write the `id` on one line',
  }),
  deep: (path: PlanProblem['path']): PlanProblem => ({
    path,
    message: `groups of the plan nest deeper than ${maxDepth} levels`,
    help: 'write the inner groups as steps with `after`',
  }),
  empty: (path: PlanProblem['path']): PlanProblem => ({
    path,
    message: path.length === 0 ? 'the plan has no steps' : `\`${path.at(-1)}\` is empty`,
    help: path.length === 0 ? 'write at least one step' : 'write its items, or remove it',
  }),
  size: (count: number): PlanProblem => ({
    path: [],
    message: `the plan has ${count} steps, expects at most ${maxSteps}`,
    help: 'write equal steps in a row as one with `repeat`',
  }),
  unknown: (id: string, keys: Iterable<string>, path: PlanProblem['path']): PlanProblem => {
    const ids = [...keys].filter((key) => !key.startsWith('\n'))
    return {
      path,
      message: `\`after\` names ${quoted(id)}, which is no item of the plan${didYouMean(id, ids.slice(0, maxSteps))}`,
      help: 'name the `id` of a step or group of this plan',
    }
  },
}
