import type { Selector } from '../model/selector.ts'
import type { Span, SpanSource } from '../model/span.ts'
import { noAttributes, type Attributes } from '../model/value.ts'
import { attributeKey } from '../selectors/index.ts'
import type { CompiledSelection } from './compiled-contract.ts'
import { emptySpan } from './empty-span.ts'

/** The span as far as event clauses read it: events, drop counters, and the attributes their conditions name. */
export function deferredSpan(span: Span, selection: CompiledSelection): Span {
  const events = selection.parts.flatMap((part) => part.clause.events)
  const conditions = events.flatMap((event) => [event.when, ...event.attributes.map((attribute) => attribute.when)])
  const keys = conditions.flatMap((when) => (when === undefined ? [] : selectorKeys(when)))
  const isPlain = span.events.length === 0 && span.droppedEvents === 0
  if (isPlain && conditions.every((when) => when === undefined)) return eventlessSpan(span)
  const withAttributes = new Set(events.filter((event) => event.attributes.length > 0).map((event) => event.name))
  return {
    ...span,
    attributes: only(span.attributes, keys),
    links: [],
    // Where the span stood in the file tells no copy from another.
    position: 0,
    events: span.events.map((event) =>
      withAttributes.has(event.name) ? event : { ...event, attributes: noAttributes },
    ),
  }
}

const eventless = new WeakMap<SpanSource, Span>()

/** Most spans have no events: event clauses read the same of all of them, which is kept once. */
function eventlessSpan(span: Span): Span {
  const known = eventless.get(span.source)
  if (known !== undefined) return known
  const kept = emptySpan(span.source)
  eventless.set(span.source, kept)
  return kept
}

/** Whether a deferred span is one that many spans share. */
export function isEventless(span: Span): boolean {
  return eventless.get(span.source) === span
}

/** The span attributes a selector reads, at any depth. */
function selectorKeys(selector: Selector): string[] {
  return Object.entries(selector).flatMap(([key, entry]) => {
    if (key === 'and' || key === 'or') return (entry as readonly Selector[]).flatMap(selectorKeys)
    if (key === 'not') return selectorKeys(entry as Selector)
    const attribute = attributeKey(key)
    return attribute === undefined ? [] : [attribute]
  })
}

function only(attributes: Attributes, keys: readonly string[]): Attributes {
  if (keys.length === 0) return noAttributes
  return new Map(keys.flatMap((key) => (attributes.has(key) ? [[key, attributes.get(key)!] as const] : [])))
}
