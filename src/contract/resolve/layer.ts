import type { AttributeClause, EventClause, Requirement, SpanClause, ValueType } from '../../model/contract.ts'
import { linkName } from '../../model/link-name.ts'
import type { Selector } from '../../model/selector.ts'
import type { ContractSource } from '../schema/contract.ts'
import type { AttributeSource } from '../schema/attribute.ts'
import type { EventSource } from '../schema/event.ts'
import type { LinkSource } from '../schema/link.ts'
import type { SpanSource } from '../schema/span.ts'
import { expandSelector, type ResolveSchema } from './expand-selector.ts'
import { areNamed } from './list-names.ts'

/** An attribute clause before definitions and defaults: what is absent was not written. */
export type PartialAttribute = Omit<AttributeClause, 'requirement'> & { readonly requirement?: Requirement }
export type AttributesByKey = ReadonlyMap<string, PartialAttribute>

export type PartialEvent = Omit<EventClause, 'requirement' | 'attributes'> & {
  readonly requirement?: Requirement
  readonly attributes: AttributesByKey
}

type Collections = 'name' | 'attributes' | 'closed' | 'events' | 'links' | 'resource'

/** A span clause before definitions, refinements and defaults. */
export type PartialSpan = Omit<SpanClause, Collections> & {
  readonly name?: readonly string[]
  readonly closed?: boolean
  readonly attributes: AttributesByKey
  readonly events: ReadonlyMap<string, PartialEvent>
  readonly links?: readonly PartialLink[]
  readonly resource: AttributesByKey
}

export type PartialLink = Omit<SpanClause['links'][number], 'attributes'> & { readonly attributes: AttributesByKey }

/** One contract file with its short forms expanded. */
export interface Layer {
  readonly source: ContractSource
  readonly own: boolean
  readonly appliesTo: Selector | null
  readonly attributes: AttributesByKey
  readonly spans: ReadonlyMap<string, PartialSpan>
  readonly resource: AttributesByKey
  /** The `match` of each trajectory's `when` that has one. */
  readonly whens: ReadonlyMap<string, Selector>
}

/** Expands the short forms of one valid file. */
export function expandContract(source: ContractSource, own: boolean, resolveSchema: ResolveSchema): Layer {
  const attributes = (map: Readonly<Record<string, AttributeSource>> | undefined, path: string): AttributesByKey =>
    mapOf(map, path, (key, value, at) => expandAttribute(key, value, at, own, resolveSchema))

  const expandEvent = (name: string, event: EventSource, path: string): PartialEvent => {
    if (typeof event === 'string') return { name, path, own, requirement: event, attributes: new Map() }
    const { requirement, when, deprecated, count, attributes: map } = event
    const counted = count === undefined ? {} : { count: boundsOf(count) }
    const rest = defined({
      requirement,
      when: when && expandSelector(when, resolveSchema),
      deprecated: deprecated && defined(deprecated),
    })
    return {
      ...(rest as Partial<PartialEvent>),
      name,
      path,
      own,
      ...counted,
      attributes: attributes(map, `${path}.attributes`),
    }
  }

  const expandLink = ({ to, count, attributes: map }: LinkSource, path: string): PartialLink => ({
    path,
    own,
    ...(to === undefined ? {} : { to: listOf(to) }),
    count: count === undefined ? { min: 1 } : boundsOf(count),
    attributes: attributes(map, `${path}.attributes`),
  })

  const expandSpan = (id: string, span: SpanSource, path: string): PartialSpan => {
    const {
      name,
      match,
      kind,
      parent,
      ancestor,
      status,
      count,
      scope,
      links,
      attributes: keys,
      events,
      resource,
      ...rest
    } = span
    const expanded = defined({
      match: match && expandSelector(match, resolveSchema),
      name: name === undefined ? undefined : listOf(name),
      kind: kind === undefined ? undefined : listOf(kind),
      parent: parent === undefined ? undefined : listOf(parent),
      ancestor: ancestor === undefined ? undefined : listOf(ancestor),
      status: status === undefined ? undefined : listOf(status),
    })
    return {
      ...(defined(rest) as Partial<PartialSpan>),
      ...expanded,
      id,
      path,
      own,
      ...(count === undefined
        ? {}
        : { count: { per: 'run' as const, ...(typeof count === 'number' ? boundsOf(count) : defined(count)) } }),
      ...(scope === undefined ? {} : { scope: expandScope(scope) }),
      ...(links === undefined ? {} : { links: expandLinks(links, `${path}.links`, expandLink) }),
      attributes: attributes(keys, `${path}.attributes`),
      events: mapOf(events, `${path}.events`, expandEvent),
      resource: attributes(resource, `${path}.resource`),
    }
  }

  return {
    source,
    own,
    appliesTo: source.appliesTo === undefined ? null : expandSelector(source.appliesTo, resolveSchema),
    attributes: attributes(source.attributes, 'attributes'),
    spans: mapOf(source.spans, 'spans', expandSpan),
    resource: attributes(source.resource, 'resource'),
    whens: new Map(
      Object.entries(source.trajectories ?? {}).flatMap(([id, { when }]) =>
        when?.match === undefined ? [] : [[id, expandSelector(when.match, resolveSchema)] as const],
      ),
    ),
  }
}

function expandAttribute(
  key: string,
  source: AttributeSource,
  path: string,
  own: boolean,
  resolveSchema: ResolveSchema,
): PartialAttribute {
  if (typeof source === 'string') return { key, path, own, ...expandShort(source) }
  const { schema, when, ...rest } = source
  const resolved = typeof schema === 'string' ? resolveSchema(schema) : schema
  return {
    ...defined(rest),
    key,
    path,
    own,
    ...(when === undefined ? {} : { when: expandSelector(when, resolveSchema) }),
    ...(resolved === undefined ? {} : { schema: resolved }),
  } as PartialAttribute
}

function expandShort(short: Extract<AttributeSource, string>): { type?: ValueType; requirement: Requirement } {
  if (short.endsWith('?')) return { type: short.slice(0, -1) as ValueType, requirement: 'recommended' }
  switch (short) {
    case 'required':
    case 'conditional':
    case 'recommended':
    case 'optional':
    case 'forbidden':
      return { requirement: short }
    default:
      return { type: short as ValueType, requirement: 'required' }
  }
}

function expandScope(scope: NonNullable<SpanSource['scope']>): {
  name?: readonly string[]
  version?: readonly string[]
} {
  return {
    ...(scope.name === undefined ? {} : { name: listOf(scope.name) }),
    ...(scope.version === undefined ? {} : { version: listOf(scope.version) }),
  }
}

function expandLinks(
  links: NonNullable<SpanSource['links']>,
  path: string,
  expand: (link: LinkSource, path: string) => PartialLink,
): readonly PartialLink[] {
  const list = listOf(links)
  return list.map((link) => {
    const to = link.to === undefined ? undefined : listOf(link.to)
    return expand(link, areNamed(list) ? `${path}.${linkName(to)}` : path)
  })
}

function boundsOf(count: number | { min?: number | undefined; max?: number | undefined }): {
  min?: number
  max?: number
} {
  return typeof count === 'number' ? { min: count, max: count } : defined(count)
}

function listOf<Item>(value: Item | readonly Item[]): readonly Item[] {
  return Array.isArray(value) ? (value as readonly Item[]) : [value as Item]
}

function mapOf<From, To>(
  map: Readonly<Record<string, From>> | undefined,
  path: string,
  expand: (key: string, value: From, path: string) => To,
): ReadonlyMap<string, To> {
  return new Map(Object.entries(map ?? {}).map(([key, value]) => [key, expand(key, value, `${path}.${key}`)]))
}

/** The object without its undefined properties, which TypeScript authors may write. */
function defined<T extends object>(object: T): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as never
}
