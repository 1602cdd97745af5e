import type { Deprecation, EventClause } from '../model/contract.ts'
import { deprecationData, deprecationWords, type DeprecationData } from './deprecation.ts'
import { defineRule } from './rule.ts'
import { collectFacts, countEvents } from './span-events.ts'

export const deprecatedEventPresent = defineRule({
  id: 'deprecated-event-present',
  summary: 'Reports events that the contract calls deprecated',
  severity: 'warning',
  scope: 'span',
  deferred: true,
  compile({ events }) {
    const deprecated = events.filter(isDeprecated)
    if (deprecated.length === 0) return undefined
    const checks = deprecated.map(({ name, deprecated: deprecation }) => {
      const fact = { data: { event: name, ...deprecationData(deprecation) }, subject: name }
      return (span: Parameters<typeof countEvents>[0]) => (countEvents(span, name) > 0 ? fact : undefined)
    })
    return {
      severity: deprecated.some(({ own }) => own) ? 'warning' : 'info',
      path: '.events',
      check: (span) => collectFacts(checks, span),
    }
  },
  describe(data, place) {
    const { event, ...deprecation } = data as DeprecationData & { readonly event: string }
    const { renamedTo } = deprecation
    return {
      message: `${place} has event \`${event}\`, ${deprecationWords(deprecation)}`,
      help: renamedTo === undefined ? `stop adding event \`${event}\`` : `add event \`${renamedTo}\` in its place`,
    }
  },
})

function isDeprecated(event: EventClause): event is EventClause & { readonly deprecated: Deprecation } {
  return event.deprecated !== undefined
}
