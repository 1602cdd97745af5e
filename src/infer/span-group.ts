import { dialectOf } from '../dialects/index.ts'
import type { LackingPart, Span, SpanKind } from '../model/span.ts'
import { noAttributes, type Value } from '../model/value.ts'
import type { Grouping } from './discriminators.ts'
import { familyOf } from './key-family.ts'
import { addValue, createKeyStats, type KeyStats } from './key-stats.ts'

/** Keys remembered per group. */
const rememberedKeys = 400
/** Names remembered per group, each with the attributes of one span. */
const rememberedNames = 32
/** An attribute value that a name can hold. */
const longestNamePart = 80

/** A span whose attributes shrink to those that others of its name share. */
export interface NamedSpan extends Span {
  readonly attributes: Map<string, Value>
}

/** What was seen of the spans that one clause may speak of; its size does not grow with the recording. */
export interface SpanGroup {
  /** Its selector or the shape of its names, as text: orders groups whatever the order of spans. */
  readonly key: string
  /** Undefined: the spans have only their name in common. */
  readonly grouping: Grouping | undefined
  spans: number
  /** Spans with status error. */
  errorSpans: number
  okStatus: number
  unsetStatus: number
  /** Spans that a dialect claims: those of agents and models. */
  claimed: number
  readonly kinds: Set<SpanKind>
  /** Sources that do not tell the kind, the status or the parent of a span. */
  readonly lacks: Set<LackingPart>
  readonly keys: Map<string, KeyStats>
  /** Spans that have the event, by its name. */
  readonly events: Map<string, number>
  /** One span for each name, stripped to what its name may be made of: attributes that all spans of the name share. */
  readonly names: Map<string, NamedSpan>
  /** There were more names. */
  hasMoreNames: boolean
}

export function createGroup(key: string, grouping: Grouping | undefined): SpanGroup {
  return {
    key,
    grouping,
    spans: 0,
    errorSpans: 0,
    okStatus: 0,
    unsetStatus: 0,
    claimed: 0,
    kinds: new Set(),
    lacks: new Set(),
    keys: new Map(),
    events: new Map(),
    names: new Map(),
    hasMoreNames: false,
  }
}

export function addToGroup(group: SpanGroup, span: Span): void {
  const isError = span.status.code === 'error'
  group.spans += 1
  if (isError) group.errorSpans += 1
  if (span.status.code === 'ok') group.okStatus += 1
  if (span.status.code === 'unset') group.unsetStatus += 1
  if (dialectOf(span) !== undefined) group.claimed += 1
  group.kinds.add(span.kind === 'unspecified' ? 'internal' : span.kind)
  for (const part of span.source.lacks) group.lacks.add(part)
  addKeys(group, span, isError)
  for (const name of new Set(span.events.map((event) => event.name))) {
    if (group.events.has(name) || group.events.size < rememberedKeys) {
      group.events.set(name, (group.events.get(name) ?? 0) + 1)
    }
  }
  const known = group.names.get(span.name)
  if (known !== undefined) keepShared(known, span)
  else if (group.names.size < rememberedNames) group.names.set(span.name, stripped(span))
  else group.hasMoreNames = true
}

function addKeys(group: SpanGroup, span: Span, isError: boolean): void {
  const counted = new Set<string>()
  for (const [key, value] of span.attributes) {
    const family = familyOf(key)
    // In its own exports, the platform's keys are columns of the export and no attributes of the producer.
    if (family === undefined || (span.source.format === 'langfuse' && key.startsWith('langfuse.'))) continue
    let stats = group.keys.get(family)
    if (stats === undefined) {
      if (group.keys.size >= rememberedKeys) continue
      group.keys.set(family, (stats = createKeyStats()))
    }
    if (!counted.has(family)) {
      counted.add(family)
      if (isError) stats.errorSpans += 1
      else stats.okSpans += 1
    }
    addValue(stats, value, span.source)
  }
}

function keepShared(known: NamedSpan, span: Span): void {
  for (const [key, value] of known.attributes) {
    if (span.attributes.get(key) !== value) known.attributes.delete(key)
  }
}

function stripped(span: Span): NamedSpan {
  const isInName = (value: Value): boolean =>
    (typeof value === 'string' || typeof value === 'number') &&
    String(value).length <= longestNamePart &&
    span.name.includes(String(value))
  return {
    ...span,
    attributes: new Map([...span.attributes].filter(([, value]) => isInName(value))),
    events: [],
    links: [],
    resource: { attributes: noAttributes, schemaUrl: '' },
    droppedAttributes: 0,
  }
}
