import type { Resource, Scope, Span } from '../model/span.ts'
import { noAttributes, type Attributes } from '../model/value.ts'
import { attributesOfMap } from './json-attributes.ts'
import { isObject } from './json-lists.ts'
import { quoted } from './quoted.ts'
import type { EntryContext } from './read-entries.ts'

/** What every format has of a span. */
type Essentials = Pick<
  Span,
  | 'traceId'
  | 'spanId'
  | 'parentSpanId'
  | 'name'
  | 'startUnixNano'
  | 'endUnixNano'
  | 'attributes'
  | 'source'
  | 'position'
>

export const noResource: Resource = { attributes: noAttributes, schemaUrl: '' }
export const noScope: Scope = { name: '', version: '', attributes: noAttributes, schemaUrl: '' }

/** A span of which the format says only so much: the rest is empty. */
export function plainSpan(parts: Essentials & Partial<Span>): Span {
  return {
    kind: 'unspecified',
    status: { code: 'unset', message: '' },
    events: [],
    links: [],
    resource: noResource,
    scope: noScope,
    traceState: '',
    flags: null,
    droppedAttributes: 0,
    droppedEvents: 0,
    droppedLinks: 0,
    ...parts,
  }
}

/** Attributes of a plain map, and how many are left out because they cannot be read, which the context is told. */
export function readAttributeMap(
  raw: unknown,
  owner: string,
  context: EntryContext,
): { readonly attributes: Attributes; readonly unread: number } {
  if (raw !== undefined && raw !== null && !isObject(raw)) {
    context.fault(`the attributes of ${owner} are ${quoted(raw)} in place of an object`)
    return { attributes: noAttributes, unread: 1 }
  }
  const found = attributesOfMap(raw)
  if (found.unread > 0) {
    const what = found.unread === 1 ? 'an attribute' : `${found.unread} attributes`
    context.fault(`${what} of ${owner} cannot be read: nested deeper than 64 levels; flatten it`)
  }
  return found
}

/** Remembers the last resource or scope, so that spans of one producer share one object. */
export function shareEqual<Shared extends Resource | Scope>(): (next: Shared) => Shared {
  let last: { text: string; value: Shared } | null = null
  return (next) => {
    const text = JSON.stringify({ ...next, attributes: [...next.attributes] }, withBigInts)
    if (last?.text !== text) last = { text, value: next }
    return last.value
  }
}

function withBigInts(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value
}
