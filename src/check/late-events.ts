import type { AttributeClause, Contract } from '../model/contract.ts'
import type { Selector } from '../model/selector.ts'
import type { RunRead, RunSpan } from '../runs/index.ts'
import { compileSelector } from '../selectors/index.ts'

/**
 * Keeps with a span the events that would change what a contract's selectors say of it, and that it does not have: a log
 * record may give it one later. Undefined for a contract none of whose selectors asks for events before log records are
 * read; conditions of event clauses wait for them.
 */
export function lateEventsRead(contract: Contract, name: string): RunRead | undefined {
  const asking = selectorsOf(contract).flatMap((selector) => {
    const events = eventsIn(selector)
    return events.length === 0 ? [] : [{ events, test: compileSelector(selector).test }]
  })
  if (asking.length === 0) return undefined
  return {
    name,
    take(span) {
      const missing = new Set<string>()
      // With events unknown, what a selector still decides no event changes.
      const open = { ...span, droppedEvents: 1 }
      for (const { events, test } of asking) {
        if (test(open) === undefined) for (const event of events) missing.add(event)
      }
      for (const event of span.events) missing.delete(event.name)
      return missing.size === 0 ? undefined : [...missing].sort()
    },
  }
}

/** An event that only a log record gives the span, and that would have changed what was asked of it. */
export function lateEvent(span: RunSpan, read: RunRead | undefined): string | undefined {
  if (read === undefined || span.logEvents.length === 0) return undefined
  const missing = (span.values.get(read.name) ?? []) as readonly string[]
  return missing.find((name) => span.logEvents.some((event) => event.name === name))
}

/** Selectors that are asked when a span is read. */
function selectorsOf({ appliesTo, attributes, spans, resource }: Contract): readonly Selector[] {
  const clauses: AttributeClause[] = [...attributes, ...resource]
  for (const span of spans) {
    clauses.push(...span.attributes, ...span.resource, ...span.links.flatMap((link) => link.attributes))
  }
  return [appliesTo, ...spans.map(({ match }) => match), ...clauses.map(({ when }) => when)].filter(
    (selector) => selector !== undefined && selector !== null,
  )
}

const prefix = 'event.'

function eventsIn(selector: Selector): readonly string[] {
  return Object.entries(selector).flatMap(([key, entry]) => {
    if (key === 'and' || key === 'or') return (entry as readonly Selector[]).flatMap(eventsIn)
    if (key === 'not') return eventsIn(entry as Selector)
    return key.startsWith(prefix) ? [key.slice(prefix.length)] : []
  })
}
