import type { FindingData } from '../model/finding.ts'
import type { Resource, Scope, Span } from '../model/span.ts'
import type { Attributes, Value } from '../model/value.ts'
import { redact, scanValue, textOf, type Hit, type Scan } from '../privacy/index.ts'
import type { ExportPart } from './exported-text-words.ts'
import type { Fact, Facts } from './rule.ts'

const ofSpan: ExportPart = { part: 'span' }
const ofLink: ExportPart = { part: 'link' }
const ofResource: ExportPart = { part: 'resource' }
const ofScope: ExportPart = { part: 'scope' }

/** Keys and names repeat on every span: so many that held nothing are remembered, if they are no longer than this. */
const rememberedNames = 4096
const rememberedLength = 256

/**
 * Compiles a scan of everything a span exports: names, keys and values at any depth, status message, trace state, events,
 * links, resource and scope. Facts hold place, key, kind and length of what was found, never the text.
 * Without facts, a span that dropped something is undecided. `canaries` are the names of those that the scan looks for.
 */
export function compileExportScan(scan: Scan, canaries: readonly string[] = []): (span: Span) => Facts {
  const cleanNames = new Set<string>()
  const events = new Map<string, ExportPart>()
  const byResource = new WeakMap<Resource, readonly Fact[]>()
  const byScope = new WeakMap<Scope, readonly Fact[]>()
  // Filled by the scan that is going on: a span without hits costs no list.
  let found: Fact[] = []

  const shownName = (name: string): string => redact(name, scan(name))

  const scanText = (text: string, place: string, part: ExportPart): void => {
    const hits = text === '' ? noHits : scan(text)
    if (hits.length > 0) addFacts(found, hits, { ...part, place }, canaries)
  }

  const scanName = (name: string, place: string, part: ExportPart): void => {
    if (cleanNames.has(name)) return
    const before = found.length
    scanText(name, place, part)
    if (found.length > before || name.length > rememberedLength) return
    if (cleanNames.size >= rememberedNames) cleanNames.clear()
    cleanNames.add(name)
  }

  /** `key` is absent for the body of a log record. */
  const scanContent = (key: string | undefined, value: Value, part: ExportPart): void => {
    const text = textOf(value)
    const hits = text !== '' ? scan(text) : typeof value === 'object' ? hitsWithin(value, scan) : noHits
    if (hits?.length === 0) return
    const place = key === undefined ? { ...part, place: 'body' } : { ...part, place: 'attribute', key: shownName(key) }
    if (hits !== undefined) addFacts(found, hits, place, canaries)
    else found.push({ data: { ...place, unread: true }, undecided: true, subject: subjectOf(place, 'unread') })
  }

  const scanAttributes = (attributes: Attributes, part: ExportPart): void => {
    // Not `for … of`, which makes a pair of every attribute of every span.
    attributes.forEach((value, key) => {
      scanName(key, 'attribute key', part)
      scanContent(key, value, part)
    })
  }

  const partOfEvent = (name: string): ExportPart => {
    let part = events.get(name)
    if (part === undefined) {
      part = { part: 'event', event: shownName(name) }
      if (events.size >= rememberedNames) events.clear()
      if (name.length <= rememberedLength) events.set(name, part)
    }
    return part
  }

  /** Resources and scopes are shared by many spans: each is scanned once. */
  const scanShared = <Shared extends Resource | Scope>(
    shared: Shared,
    known: WeakMap<Shared, readonly Fact[]>,
    scanIt: (shared: Shared) => void,
  ): void => {
    let facts = known.get(shared)
    if (facts === undefined) {
      const outer = found
      found = []
      scanIt(shared)
      facts = found
      found = outer
      known.set(shared, facts)
    }
    if (facts.length > 0) found.push(...facts)
  }
  const scanResource = ({ attributes }: Resource): void => scanAttributes(attributes, ofResource)
  const scanScope = ({ name, version, attributes }: Scope): void => {
    scanText(name, 'name', ofScope)
    scanText(version, 'version', ofScope)
    scanAttributes(attributes, ofScope)
  }

  return (span) => {
    if (found.length > 0) found = []
    scanName(span.name, 'name', ofSpan)
    scanText(span.status.message, 'status message', ofSpan)
    scanText(span.traceState, 'trace state', ofSpan)
    scanAttributes(span.attributes, ofSpan)
    for (const { name, attributes, body } of span.events) {
      const ofEvent = partOfEvent(name)
      scanName(name, 'name', ofEvent)
      scanAttributes(attributes, ofEvent)
      scanContent(undefined, body, ofEvent)
    }
    for (const { attributes } of span.links) scanAttributes(attributes, ofLink)
    scanShared(span.resource, byResource, scanResource)
    scanShared(span.scope, byScope, scanScope)
    return found.length > 0 ? found : lostEvidence(span)
  }
}

const noHits: readonly Hit[] = []

/** Hits in a structured value; undefined when nothing was found but something nests too deep to be read. */
function hitsWithin(value: Value, scan: Scan): readonly Hit[] | undefined {
  const all: Hit[] = []
  const isRead = scanValue(value, scan, (hits) => {
    for (const hit of hits) all.push(hit)
  })
  return all.length > 0 || isRead ? all : undefined
}

/** One fact per kind of hit in one place. */
function addFacts(facts: Fact[], hits: readonly Hit[], place: FindingData, canaries: readonly string[]): void {
  const kinds = new Map<string, { first: Hit; matches: number }>()
  for (const hit of hits) {
    const kind = kinds.get(hit.kind)
    if (kind === undefined) kinds.set(hit.kind, { first: hit, matches: 1 })
    else kind.matches += 1
  }
  for (const { first, matches } of kinds.values()) {
    const { detector, kind, length } = first
    const path = `.${pathOf(first, canaries)}`
    facts.push({ data: { ...place, detector, kind, length, matches }, subject: subjectOf(place, kind), path })
  }
}

/** What of the contract's list found it: a detector by its id; a canary by its name, which no place in a list changes. */
function pathOf({ detector, kind }: Hit, canaries: readonly string[]): string {
  return detector === 'canary' ? canaries[Number(kind.slice('canary-'.length)) - 1]! : detector
}

function subjectOf({ part, event, place, key }: FindingData, kind: string): string {
  return [part, event, place, key, kind].join('\n')
}

function lostEvidence(span: Span): Fact | undefined {
  let attributes = span.droppedAttributes + (span.resource.droppedAttributes ?? 0) + (span.scope.droppedAttributes ?? 0)
  for (const { droppedAttributes } of span.events) attributes += droppedAttributes
  for (const { droppedAttributes } of span.links) attributes += droppedAttributes
  const { droppedEvents: events, droppedLinks: links } = span
  if (attributes + events + links === 0) return undefined
  return { data: { dropped: { attributes, events, links } }, undecided: true }
}
