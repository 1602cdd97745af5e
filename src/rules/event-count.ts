import type { Bounds, EventClause } from '../model/contract.ts'
import { dropped } from './dropped.ts'
import { countedOrNo, demand } from './phrases.ts'
import { defineRule } from './rule.ts'
import { countEvents, describeOpenCondition, raiseEventLimit } from './span-events.ts'

type CountData = {
  readonly event: string
  readonly received: number
  readonly min?: number
  readonly max?: number
  readonly dropped?: number
}

export const eventCount = defineRule({
  id: 'event-count',
  summary: 'Bounds how often an event occurs on one span',
  severity: 'error',
  scope: 'event',
  restsOn: ['events'],
  compile(clause) {
    const bounds = boundsOf(clause)
    if (bounds === undefined) return undefined
    const { name, requirement } = clause
    const { min = 0, max = Infinity } = bounds
    return {
      check(span) {
        const received = countEvents(span, name)
        const data = { event: name, received, ...bounds }
        if (received > max) return { data }
        // A required event that does not occur at all is what `event-missing` reports.
        const isShort = received < min && (received > 0 || requirement !== 'required')
        // Dropped events may be of this name: only more than the maximum is proven.
        if (span.droppedEvents > 0 && (max !== Infinity || isShort)) {
          return { data: { ...data, dropped: span.droppedEvents }, undecided: true }
        }
        return isShort ? { data } : undefined
      },
    }
  },
  describe(data, place) {
    const { event, received, dropped: lost, ...bounds } = data as CountData
    const wanted = `the contract ${demand(bounds)}`
    if (lost !== undefined) {
      return {
        message: `how many events \`${event}\` ${place} has is undecided: ${dropped('span', lost, 'event')}; ${wanted}`,
        help: raiseEventLimit,
      }
    }
    const events = `${countedOrNo(received, 'event')} \`${event}\``
    const open = describeOpenCondition(data, `${wanted} for ${place}, which has ${events},`)
    if (open !== undefined) return open
    return {
      message: `${place} has ${events}; ${wanted}`,
      help:
        received < (bounds.min ?? 0) ? `add each event \`${event}\` to the span` : `add event \`${event}\` less often`,
    }
  },
})

/** A forbidden event is one that occurs 0 times. */
function boundsOf({ requirement, count }: EventClause): Bounds | undefined {
  return requirement === 'forbidden' ? { max: 0 } : count
}
