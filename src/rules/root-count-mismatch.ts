import { z } from 'zod'

import type { Bounds } from '../model/contract.ts'
import type { ContractRun, RunSpan } from '../runs/index.ts'
import { undecidedByLosses } from './losses.ts'
import { countedOrNo, demand } from './phrases.ts'
import { defineRule } from './rule.ts'
import { isEntrance, preorder, topsOf } from './tree.ts'

const count = z.int().min(0)

const schema = z
  .union([count, z.strictObject({ min: count.optional(), max: count.optional() })])
  .describe('How many roots a run has: a number, or `min` and `max`')

/** Roots named in a finding. */
const listedRoots = 5

type RootData = {
  readonly received: number
  readonly min: number
  readonly max?: number
  readonly roots: readonly string[]
}

export const rootCountMismatch = defineRule({
  id: 'root-count-mismatch',
  summary: 'Bounds how many roots a run has',
  severity: 'error',
  scope: 'run',
  restsOn: ['parent'],
  breachRestsOn: ['kind', 'links'],
  clause: { key: 'roots', schema },
  compile(clause) {
    const value = schema.parse(clause.value)
    const { min = 0, max } = typeof value === 'number' ? { min: value, max: value } : value
    const bounds: Bounds = max === undefined ? { min } : { min, max }
    return {
      needs: max === undefined ? 'seen' : 'complete',
      check(run) {
        const roots = countedRoots(run)
        const received = roots.length
        if (received >= min && (max === undefined || received <= max)) return undefined
        const data = { received, ...bounds, roots: roots.slice(0, listedRoots).map((root) => root.name) }
        if (received < min) {
          return run.losses.length > 0 ? { data: { ...data, losses: run.losses }, undecided: true } : { data }
        }
        return { data, span: roots[max ?? 0]! }
      },
    }
  },
  describe(data) {
    const lost = undecidedByLosses('the number of roots', data)
    if (lost !== undefined) return lost
    const { received, roots, ...bounds } = data as RootData
    const names = received === 0 ? '' : `: ${roots.map((name) => `\`${name}\``).join(', ')}`
    const more = received > roots.length ? `, and ${received - roots.length} more` : ''
    const has = `run has ${countedOrNo(received, 'root')}`
    return {
      message: `${has}${names}${more}; the contract ${demand(bounds)}`,
      help:
        received > (bounds.max ?? Infinity)
          ? 'pass the trace context to what starts the other roots, or link them to the run'
          : 'end and export the root span',
    }
  },
})

/** Roots and entries; of those that link into another tree of the run, none counts as a second root. */
function countedRoots(run: ContractRun): readonly RunSpan[] {
  const all = run.spans.filter(isEntrance)
  if (all.length < 2 || all.every((root) => root.links.length === 0)) return all
  const tops = topsOf(preorder(run))
  const counted = all.filter((root) => {
    return !root.links.some((link) => {
      const target = run.find(link.traceId, link.spanId)
      return target !== undefined && tops.get(target) !== root
    })
  })
  return counted.length > 0 ? counted : all.slice(0, 1)
}
