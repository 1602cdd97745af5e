import type {
  AttributeClause,
  Contract,
  EventClause,
  LinkClause,
  PrivacyClause,
  ReconcileClause,
  SourceClause,
  SpanClause,
  TraceClause,
} from '../../model/contract.ts'
import type { SourceName } from '../../model/source-name.ts'
import type { AttributesByKey, Layer, PartialAttribute, PartialEvent, PartialLink, PartialSpan } from './layer.ts'
import { canaryName } from './list-names.ts'
import { mergeAttribute, mergeAttributes, mergeMaps, mergeSpan } from './merge.ts'
import { refine } from './refine.ts'
import { resolveTrajectories } from './trajectories.ts'

export interface ResolveOptions {
  readonly file: string
  readonly folder: string
  readonly packs: readonly string[]
  readonly isPack: boolean
  readonly locate: Contract['locate']
}

/**
 * Merges a contract with what it extends. `layers` run from the farthest base to the contract itself.
 * Name, version, owner, recordings and `appliesTo` belong to the contract itself and are not inherited.
 */
export function resolveContract(layers: readonly [...Layer[], Layer], options: ResolveOptions): Contract {
  const { source, appliesTo } = layers.at(-1)!
  const definitions = fold(layers, (layer) => layer.attributes, mergeAttributes)
  const merged = fold(
    layers,
    (layer) => layer.spans,
    (base, over) => mergeMaps(base, over, mergeSpan),
  )
  const define = (attributes: AttributesByKey): readonly AttributeClause[] =>
    [...attributes.values()].map((attribute) => withDefinition(attribute, definitions.get(attribute.key)))
  return {
    name: source.contract,
    version: source.version ?? null,
    owner: source.owner ?? null,
    brief: source.brief ?? null,
    stability: source.stability ?? 'stable',
    file: options.file,
    folder: options.folder,
    recordings: source.recordings ?? [],
    appliesTo,
    attributes: [...definitions.values()].map((definition) => ({ requirement: 'optional', ...definition })),
    spans: nearestFirst(layers).map((id) => finishSpan(refine(merged.get(id)!, merged), define)),
    trace: resolveTrace(layers),
    privacy: resolvePrivacy(layers),
    sources: resolveSources(layers),
    reconcile: resolveReconcile(layers),
    trajectories: resolveTrajectories(layers),
    resource: define(fold(layers, (layer) => layer.resource, mergeAttributes)),
    packs: options.packs,
    isPack: options.isPack,
    locate: options.locate,
  }
}

/** Span ids in order of declaration, nearer files first: where selectors tie, the team's clause comes before a pack's. */
function nearestFirst(layers: readonly Layer[]): readonly string[] {
  return [...new Set(layers.toReversed().flatMap((layer) => [...layer.spans.keys()]))]
}

function fold<Item>(
  layers: readonly Layer[],
  take: (layer: Layer) => ReadonlyMap<string, Item>,
  merge: (base: ReadonlyMap<string, Item>, over: ReadonlyMap<string, Item>) => ReadonlyMap<string, Item>,
): ReadonlyMap<string, Item> {
  return layers.map(take).reduce(merge, new Map())
}

/** A definition says what a clause leaves open; place and ownership stay the clause's. */
function withDefinition(attribute: PartialAttribute, definition: PartialAttribute | undefined): AttributeClause {
  const merged = definition === undefined ? attribute : { ...mergeAttribute(definition, attribute), own: attribute.own }
  return { requirement: 'required', ...merged }
}

function finishSpan(
  span: PartialSpan,
  define: (attributes: AttributesByKey) => readonly AttributeClause[],
): SpanClause {
  const finishEvent = (event: PartialEvent): EventClause => ({
    requirement: 'required',
    ...event,
    attributes: define(event.attributes),
  })
  const finishLink = (link: PartialLink): LinkClause => ({ ...link, attributes: define(link.attributes) })
  return {
    ...span,
    name: span.name ?? [],
    closed: span.closed ?? false,
    attributes: define(span.attributes),
    events: [...span.events.values()].map(finishEvent),
    links: (span.links ?? []).map(finishLink),
    resource: define(span.resource),
  }
}

function resolveTrace(layers: readonly Layer[]): readonly TraceClause[] {
  const clauses = layers.map(
    ({ source, own }) =>
      new Map(
        Object.entries(source.trace ?? {})
          .filter(([, value]) => value !== undefined)
          .map(([key, value]) => [key, { key, path: `trace.${key}`, own, value }]),
      ),
  )
  const merged = clauses.reduce<ReadonlyMap<string, TraceClause>>(
    (base, over) => mergeMaps(base, over, (_, clause) => clause),
    new Map(),
  )
  return [...merged.values()]
}

/** Detectors and canaries add up: a base's are never lost by naming more. */
function resolvePrivacy(layers: readonly Layer[]): PrivacyClause | null {
  const clauses = layers.flatMap(({ source, own }) =>
    source.privacy === undefined ? [] : [{ ...source.privacy, own }],
  )
  if (clauses.length === 0) return null
  return {
    path: 'privacy',
    own: clauses.some((clause) => clause.own),
    deny: [...new Set(clauses.flatMap((clause) => clause.deny ?? []))],
    canaries: [...new Set(clauses.flatMap((clause) => clause.canaries ?? []))].map((text) => ({
      name: canaryName(text),
      text,
    })),
  }
}

function resolveSources(layers: readonly Layer[]): readonly SourceClause[] {
  const clauses = new Map<string, SourceClause>()
  for (const { source, own } of layers) {
    for (const [name, clause] of Object.entries(source.sources ?? {})) {
      if (clause === undefined) continue
      clauses.set(name, { name: name as SourceName, path: `sources.${name}`, own, key: clause.key ?? null })
    }
  }
  return [...clauses.values()]
}

function resolveReconcile(layers: readonly Layer[]): readonly ReconcileClause[] {
  const clauses = new Map<string, ReconcileClause>()
  for (const { source, own } of layers) {
    for (const [id, options] of (source.reconcile ?? []).flatMap((entry) => Object.entries(entry))) {
      if (options !== undefined) clauses.set(id, { id, path: `reconcile.${id}`, own, options })
    }
  }
  return [...clauses.values()]
}
