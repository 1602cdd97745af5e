import type { Selector } from '../model/selector.ts'
import type { Span } from '../model/span.ts'
import { noAttributes, type Attributes } from '../model/value.ts'
import { attributeKey } from '../selectors/index.ts'
import type { CompiledSelection } from './compiled-contract.ts'

/** Whether a selection asks for events, which log records elsewhere in the recording may add. */
export function isDeferred(selection: CompiledSelection): boolean {
  return selection.parts.some((part) => part.deferred.length > 0 || part.events.length > 0)
}

/** The span as far as event clauses read it: events, drop counters, and the attributes their conditions name. */
export function deferredSpan(span: Span, selection: CompiledSelection): Span {
  const events = selection.parts.flatMap((part) => part.clause.events)
  const conditions = events.flatMap((event) => [event.when, ...event.attributes.map((attribute) => attribute.when)])
  const keys = conditions.flatMap((when) => (when === undefined ? [] : selectorKeys(when)))
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
