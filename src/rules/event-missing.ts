import type { EventClause } from '../model/contract.ts'
import type { Span } from '../model/span.ts'
import { compileSelector } from '../selectors/index.ts'
import { dropped, raiseAttributeLimit } from './dropped.ts'
import { defineRule, type Fact } from './rule.ts'
import { collectFacts, countEvents, raiseEventLimit } from './span-events.ts'

type MissingData = {
  readonly event: string
  readonly requirement: string
  readonly condition?: 'open'
  readonly dropped?: number
}

export const eventMissing = defineRule({
  id: 'event-missing',
  summary: 'Requires the events that a span declares as required or, where none is, as recommended',
  severity: 'error',
  scope: 'span',
  deferred: true,
  compile({ events }) {
    // A clause has one severity, so recommended events are asked for only beside no required one.
    const required = events.filter(({ requirement }) => requirement === 'required')
    const wanted = required.length > 0 ? required : events.filter(({ requirement }) => requirement === 'recommended')
    if (wanted.length === 0) return undefined
    const checks = wanted.map(compileEvent)
    return {
      severity: required.length > 0 ? 'error' : 'warning',
      path: '.events',
      check: (span) => collectFacts(checks, span),
    }
  },
  describe(data, place) {
    const { event, requirement, condition, dropped: lost } = data as MissingData
    const wants = requirement === 'required' ? 'requires' : 'recommends'
    const lack = `${place} lacks event \`${event}\`, which the contract ${wants}`
    if (lost !== undefined) {
      return {
        message: `whether ${lack}, is undecided: ${dropped('span', lost, 'event')}`,
        help: raiseEventLimit,
      }
    }
    if (condition !== undefined) {
      return {
        message: `whether ${lack}, is undecided: lost evidence of the span leaves its condition open`,
        help: raiseAttributeLimit('span'),
      }
    }
    return { message: lack, help: `add event \`${event}\` before the span ends` }
  },
})

function compileEvent({ name, requirement, when }: EventClause): (span: Span) => Fact | undefined {
  const condition = when === undefined ? undefined : compileSelector(when)
  return (span) => {
    if (countEvents(span, name) > 0) return undefined
    const applies = condition === undefined || condition.test(span)
    if (applies === false) return undefined
    const data = { event: name, requirement }
    if (span.droppedEvents > 0)
      return { data: { ...data, dropped: span.droppedEvents }, undecided: true, subject: name }
    if (applies === undefined) return { data: { ...data, condition: 'open' }, undecided: true, subject: name }
    return { data, subject: name }
  }
}
