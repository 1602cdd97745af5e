import { dropped } from './dropped.ts'
import { defineRule } from './rule.ts'
import { countEvents, describeOpenCondition, raiseEventLimit } from './span-events.ts'

type MissingData = { readonly event: string; readonly requirement: string; readonly dropped?: number }

export const eventMissing = defineRule({
  id: 'event-missing',
  summary: 'Requires the events that a span declares as required or recommended',
  severity: 'error',
  scope: 'event',
  breachRestsOn: ['events'],
  compile({ name, requirement, count }) {
    if (requirement !== 'required' && requirement !== 'recommended') return undefined
    // A recommended event that must occur is what `event-count` asks for.
    if (requirement === 'recommended' && (count?.min ?? 0) > 0) return undefined
    const data = { event: name, requirement }
    return {
      severity: requirement === 'required' ? 'error' : 'warning',
      check(span) {
        if (countEvents(span, name) > 0) return undefined
        return span.droppedEvents > 0 ? { data: { ...data, dropped: span.droppedEvents }, undecided: true } : { data }
      },
    }
  },
  describe(data, place) {
    const { event, requirement, dropped: lost } = data as MissingData
    const wants = requirement === 'required' ? 'requires' : 'recommends'
    const lack = `${place} lacks event \`${event}\`, which the contract ${wants}`
    if (lost !== undefined) {
      return {
        message: `whether ${lack}, is undecided: ${dropped('span', lost, 'event')}`,
        help: raiseEventLimit,
      }
    }
    return (
      describeOpenCondition(data, `${lack},`) ?? { message: lack, help: `add event \`${event}\` before the span ends` }
    )
  },
})
