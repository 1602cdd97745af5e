import { addBit, createBits, sharesBits, type Bits } from '../bits.ts'
import type { Choice } from './plan.ts'

export interface Branch extends Members {
  /** Nodes of the other branches: they need nothing once this one is chosen. */
  readonly voided: Bits
}

/** Exactly one of its branches takes part. It is decided once any of its nodes is dealt with. */
export interface ChoiceGroup {
  readonly members: Bits
  readonly branches: readonly Branch[]
}

interface Members {
  readonly nodes: readonly number[]
  readonly groups: readonly ChoiceGroup[]
}

/** The branching of a plan over its nodes. */
export interface ChoiceTree extends Members {
  /** The groups around each node, outermost first. */
  readonly around: readonly (readonly ChoiceGroup[])[]
}

/** Groups of which only one branch has nodes leave nothing to choose and are dissolved. */
export function buildChoices(choices: readonly (readonly Choice[])[]): ChoiceTree {
  const around = choices.map((): ChoiceGroup[] => [])

  const build = (indexes: readonly number[], depth: number): Members => {
    const nodes = indexes.filter((node) => choices[node]!.length === depth)
    const groups: ChoiceGroup[] = []
    const inside = indexes.filter((node) => choices[node]!.length > depth)
    for (const members of Map.groupBy(inside, (node) => choices[node]![depth]!.group).values()) {
      const branches = [...Map.groupBy(members, (node) => choices[node]![depth]!.branch).values()]
      if (branches.length === 1) {
        const dissolved = build(members, depth + 1)
        nodes.push(...dissolved.nodes)
        groups.push(...dissolved.groups)
        continue
      }
      const group: { members: Bits; branches: Branch[] } = { members: bitsOf(members, choices.length), branches: [] }
      for (const node of members) around[node]!.push(group)
      for (const branch of branches) {
        const others = members.filter((node) => !branch.includes(node))
        group.branches.push({ ...build(branch, depth + 1), voided: bitsOf(others, choices.length) })
      }
      groups.push(group)
    }
    return { nodes, groups }
  }
  return { ...build([...choices.keys()], 0), around }
}

/** The outermost group around a node whose branch is not chosen yet. */
export function undecidedGroup(tree: ChoiceTree, node: number, resolved: Bits): ChoiceGroup | undefined {
  return tree.around[node]!.find(({ members }) => !sharesBits(members, resolved))
}

/** Least cost of what a plan still needs, where `costOf` says it of each node. */
export function leastCost({ nodes, groups }: Members, resolved: Bits, costOf: (node: number) => number): number {
  let cost = 0
  for (const node of nodes) cost += costOf(node)
  for (const { members, branches } of groups) {
    const costs = branches.map((branch) => leastCost(branch, resolved, costOf))
    // What is dealt with or voided costs nothing more, so of a decided group only the chosen branch counts.
    cost += sharesBits(members, resolved) ? costs.reduce((sum, one) => sum + one, 0) : Math.min(...costs)
  }
  return cost
}

function bitsOf(nodes: readonly number[], size: number): Bits {
  const bits = createBits(size)
  for (const node of nodes) addBit(bits, node)
  return bits
}
