import { dropped } from './dropped.ts'
import { linkDemands, raiseLinkLimit } from './link-demands.ts'
import { countedOrNo, demand } from './phrases.ts'
import { defineRule, type Fact } from './rule.ts'

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
  restsOn: ['links'],
  compile(clause) {
    if (clause.links.length === 0) return undefined
    // Where links lead is known only in the whole run: of clauses with a target, only that there is no link is said here.
    const demands = linkDemands(clause).map((one) => (one.to === undefined ? one : { ...one, max: Infinity }))
    return {
      path: '.links',
      check({ links: { length: received }, droppedLinks }) {
        let facts: Fact[] | undefined
        for (const { to, min, max, bounds, path } of demands) {
          const isShort = to === undefined ? received < min : received === 0 && min > 0
          const isOpen = droppedLinks > 0 && received <= max && (isShort || max !== Infinity)
          if (!isShort && received <= max && !isOpen) continue
          const data = { received, ...bounds }
          facts ??= []
          facts.push(isOpen ? { path, data: { ...data, dropped: droppedLinks }, undecided: true } : { path, data })
        }
        return facts
      },
    }
  },
  describe(data, place) {
    const { received, dropped: lost, ...bounds } = data as LinkData
    if (lost !== undefined) {
      return {
        message: `whether ${place} has the links that the contract requires is undecided: ${dropped('span', lost, 'link')}`,
        help: raiseLinkLimit,
      }
    }
    return {
      message: `${place} has ${countedOrNo(received, 'link')}; the contract ${demand(bounds)}`,
      help:
        received < bounds.min
          ? 'pass the context of the span it continues as a link when the span starts'
          : "remove the surplus links, or raise the clause's `links.count.max`",
    }
  },
})
