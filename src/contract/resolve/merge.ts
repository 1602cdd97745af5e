import type { AttributesByKey, PartialAttribute, PartialEvent, PartialSpan } from './layer.ts'

/** What `over` writes replaces what `base` says, field by field; `own` is true when the team wrote either. */
export function mergeAttribute(base: PartialAttribute, over: PartialAttribute): PartialAttribute {
  const merged = { ...base, ...over, own: base.own || over.own }
  if (over.enum === undefined || over.open !== undefined) return merged
  // A list of values is closed unless the clause that writes the list opens it.
  const { open: _, ...closed } = merged
  return closed
}

export function mergeAttributes(base: AttributesByKey, over: AttributesByKey): AttributesByKey {
  return mergeMaps(base, over, mergeAttribute)
}

function mergeEvent(base: PartialEvent, over: PartialEvent): PartialEvent {
  return {
    ...base,
    ...over,
    own: base.own || over.own,
    attributes: mergeAttributes(base.attributes, over.attributes),
  }
}

/** Merges two clauses on one span: fields of `over` win, attributes and events are merged per key. */
export function mergeSpan(base: PartialSpan, over: PartialSpan): PartialSpan {
  return {
    ...base,
    ...over,
    own: base.own || over.own,
    attributes: mergeAttributes(base.attributes, over.attributes),
    events: mergeMaps(base.events, over.events, mergeEvent),
    resource: mergeAttributes(base.resource, over.resource),
  }
}

/** Keys of `base` keep their order and place; new keys follow. */
export function mergeMaps<Item>(
  base: ReadonlyMap<string, Item>,
  over: ReadonlyMap<string, Item>,
  merge: (base: Item, over: Item) => Item,
): ReadonlyMap<string, Item> {
  if (over.size === 0) return base
  const merged = new Map(base)
  for (const [key, item] of over) {
    const known = base.get(key)
    merged.set(key, known === undefined ? item : merge(known, item))
  }
  return merged
}
