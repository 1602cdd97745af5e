import type { FindingData } from '../../model/finding.ts'
import type { Description } from '../common-reasons.ts'
import type { Side } from './correlation.ts'
import type { Relation } from './partners.ts'

/** What distinguishes the rules about the order of two steps. */
export interface OrderRule {
  /** Sides that need, or must not have, a partner: of the first it comes after, of the second before. */
  readonly activates: readonly Side[]
  /** What must not stand between partners: another activation, or any step but models and plans. */
  readonly between?: 'activation' | 'action'
  /** Partners are forbidden instead of asked for. */
  readonly forbids?: true
  /** What a step has not, as in "`refund` … `check_policy`"; of what is forbidden, what it has. */
  readonly words: Readonly<Partial<Record<Side, string>>>
}

interface ShownData {
  readonly reason: string
  readonly order: readonly [string, string]
  readonly violated: number
  readonly activations: number
  readonly violations: readonly { readonly side: Side; readonly relation: Relation }[]
}

export function describeOrder(id: string, rule: OrderRule, data: FindingData, place: string): Description {
  const { reason, order, violated, activations, violations } = data as unknown as ShownData
  const [first, second] = order
  if (reason === 'order-unknown') {
    return {
      message: `\`${id}\` is undecided for ${place}: the recording does not say whether ${second} came after ${first}`,
      help: 'record start and end of every step, and which model output asked for it',
    }
  }
  const { side = 'first', relation = 'none' } = violations[0] ?? {}
  const [one, other] = side === 'first' ? [first, second] : [second, first]
  const found = `${place} has ${one} ${rule.words[side] ?? ''} ${other}`
  if (rule.forbids === true)
    return { message: found, help: `keep the agent from calling ${second} after ${first}, or drop the item` }
  return {
    message: `${found}${relationWords(rule, relation)} (${violated} of ${activations})`,
    help: `have the agent call ${first} before ${second}, or drop the item`,
  }
}

function relationWords({ between }: OrderRule, relation: Relation): string {
  if (relation === 'none') return ''
  if (relation === 'concurrent') return '; one runs at the same time'
  if (relation === 'after') return '; one is on the other side'
  if (between === undefined) return '; the nearest is too far away'
  return between === 'activation' ? '; the nearest belongs to another' : '; something else comes between'
}
