import type { Bounds, EventClause } from '../model/contract.ts'
import type { Span } from '../model/span.ts'
import { dropped } from './dropped.ts'
import { counted, demand } from './phrases.ts'
import { defineRule, type Fact } from './rule.ts'
import { collectFacts, countEvents, raiseEventLimit } from './span-events.ts'

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
  scope: 'span',
  deferred: true,
  compile({ events }) {
    const checks = events.flatMap((event) => {
      const bounds = boundsOf(event)
      return bounds === undefined ? [] : [compileBounds(event.name, bounds)]
    })
    return checks.length === 0 ? undefined : { path: '.events', check: (span) => collectFacts(checks, span) }
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
    return {
      message: `${place} has ${counted(received, 'event')} \`${event}\`; ${wanted}`,
      help:
        received < (bounds.min ?? 0) ? `add each event \`${event}\` to the span` : `add event \`${event}\` less often`,
    }
  },
})

/** A forbidden event is one that occurs 0 times. */
function boundsOf({ requirement, count }: EventClause): Bounds | undefined {
  return requirement === 'forbidden' ? { max: 0 } : count
}

function compileBounds(name: string, bounds: Bounds): (span: Span) => Fact | undefined {
  const { min = 0, max = Infinity } = bounds
  return (span) => {
    const received = countEvents(span, name)
    if (received > max) return { data: { event: name, received, ...bounds }, subject: name }
    // No event at all is what `event-missing` says, where the event is required.
    const isShort = received > 0 && received < min
    // Dropped events may be of this name: only more than the maximum is proven.
    if (span.droppedEvents > 0 && (max !== Infinity || isShort)) {
      return { data: { event: name, received, ...bounds, dropped: span.droppedEvents }, undecided: true, subject: name }
    }
    return isShort ? { data: { event: name, received, ...bounds }, subject: name } : undefined
  }
}
