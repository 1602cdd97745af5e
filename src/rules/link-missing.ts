import type { Bounds, LinkClause } from '../model/contract.ts'
import { dropped } from './dropped.ts'
import { countedOrNo, demand } from './phrases.ts'
import { defineRule } from './rule.ts'

type LinkData = {
  readonly received: number
  readonly min: number
  readonly max?: number
  readonly dropped?: number
}

export const linkMissing = defineRule({
  id: 'link-missing',
  summary: 'Requires the number of links that a clause declares',
  severity: 'error',
  scope: 'span',
  compile(clause) {
    if (clause.links.length === 0) return undefined
    const bounds = sumOfBounds(clause.links)
    const { min = 0, max = Infinity } = bounds
    return {
      path: '.links',
      check(span) {
        const received = span.links.length
        if (received >= min && received <= max) return undefined
        if (received < min && span.droppedLinks > 0) {
          return { data: { received, ...bounds, dropped: span.droppedLinks }, undecided: true }
        }
        return { data: { received, ...bounds } }
      },
    }
  },
  describe(data, place) {
    const { received, dropped: lost, ...bounds } = data as LinkData
    const has = `${place} has ${countedOrNo(received, 'link')}`
    if (lost !== undefined) {
      return {
        message: `whether ${place} has the links that the contract requires is undecided: ${dropped('span', lost, 'link')}`,
        help: 'raise `OTEL_SPAN_LINK_COUNT_LIMIT` so that the span keeps all its links',
      }
    }
    return {
      message: `${has}; the contract ${demand(bounds)}`,
      help:
        received < bounds.min
          ? 'pass the context of the span it continues as a link when the span starts'
          : "remove the surplus links, or raise the clause's `links.count.max`",
    }
  },
})

/** Several link clauses of one span ask for different links; which one a link is for, `link-target` decides. */
function sumOfBounds(links: readonly LinkClause[]): Bounds {
  let min = 0
  let max: number | undefined = 0
  for (const { count } of links) {
    min += count.min ?? (count.max === 0 ? 0 : 1)
    max = count.max === undefined || max === undefined ? undefined : max + count.max
  }
  return max === undefined ? { min } : { min, max }
}
