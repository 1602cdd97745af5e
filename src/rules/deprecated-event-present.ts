import { deprecationData, deprecationWords, type DeprecationData } from './deprecation.ts'
import { defineRule } from './rule.ts'
import { countEvents, describeOpenCondition } from './span-events.ts'

export const deprecatedEventPresent = defineRule({
  id: 'deprecated-event-present',
  summary: 'Reports events that the contract calls deprecated',
  severity: 'warning',
  scope: 'event',
  compile({ name, own, deprecated }) {
    if (deprecated === undefined) return undefined
    const fact = { data: { event: name, ...deprecationData(deprecated) } }
    return {
      severity: own ? 'warning' : 'info',
      check: (span) => (countEvents(span, name) > 0 ? fact : undefined),
    }
  },
  describe(data, place) {
    const { event, ...deprecation } = data as DeprecationData & { readonly event: string }
    const { renamedTo } = deprecation
    const words = deprecationWords(deprecation)
    return (
      describeOpenCondition(data, `event \`${event}\` of ${place} is ${words}`) ?? {
        message: `${place} has event \`${event}\`, ${words}`,
        help: renamedTo === undefined ? `stop adding event \`${event}\`` : `add event \`${renamedTo}\` in its place`,
      }
    )
  },
})
