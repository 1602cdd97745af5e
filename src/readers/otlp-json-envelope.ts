import type { Resource, Scope } from '../model/span.ts'
import { noAttributes, type Attributes } from '../model/value.ts'
import { newOtlpPiece, takeFaults, type OtlpFile, type OtlpPiece } from './otlp-file.ts'
import { readAttributes } from './otlp-json-attributes.ts'
import { hasOtherSpelling, specifiedName } from './otlp-json-careful.ts'
import { readLogEvents } from './otlp-json-logs.ts'
import { isList, isObject, listOf, unknownList } from './json-lists.ts'
import { readCount, readSpan, type RawSpan } from './otlp-json-span.ts'
import { needsCare } from './otlp-json-values.ts'
import { quoted } from './quoted.ts'

interface RawResource {
  readonly resource?: { readonly attributes?: unknown; readonly droppedAttributesCount?: unknown } | null
  readonly schemaUrl?: unknown
  readonly scopeSpans?: unknown
  readonly scopeLogs?: unknown
  readonly scopeMetrics?: unknown
  readonly scopeProfiles?: unknown
}

interface RawScope {
  readonly scope?: {
    readonly name?: unknown
    readonly version?: unknown
    readonly attributes?: unknown
    readonly droppedAttributesCount?: unknown
  } | null
  readonly schemaUrl?: unknown
  readonly spans?: unknown
  readonly logRecords?: unknown
  readonly metrics?: unknown
  readonly profiles?: unknown
}

interface RawEnvelope extends RawResource {
  readonly resourceSpans?: unknown
  readonly resourceLogs?: unknown
  readonly resourceMetrics?: unknown
  readonly resourceProfiles?: unknown
}

/** Members that list resources, in OTLP's spelling. */
const resourceLists = ['resourceSpans', 'resourceLogs', 'resourceMetrics', 'resourceProfiles'] as const

/** Members whose elements are pieces of their own in a document that is not read whole. */
const listMembers = inAllSpellings(resourceLists)

/** Those, and what stands as lists inside them, from the outside in. */
export const nestedLists: readonly ReadonlySet<string>[] = [
  listMembers,
  inAllSpellings([
    'scopeSpans',
    'scopeLogs',
    'scopeMetrics',
    'scopeProfiles',
    'instrumentationLibrarySpans',
    'instrumentationLibraryLogs',
    'instrumentationLibraryMetrics',
  ]),
  inAllSpellings(['spans', 'logRecords', 'metrics', 'profiles']),
]

function inAllSpellings(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.flatMap((name) => [name, name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)]))
}

/** True for the name of a member that only OTLP documents have, in any spelling. */
export function isEnvelopeMember(name: string): boolean {
  return listMembers.has(name) || specifiedName(name) === 'scopeSpans'
}

/**
 * Spans and log events of one parsed piece: a request, a list of requests, or a bare ResourceSpans.
 * @throws `needsCare` where the piece has to be parsed by `parseCarefully` first.
 */
export function readEnvelope(json: unknown, position: number, file: OtlpFile): OtlpPiece {
  const piece = newOtlpPiece()
  // The piece may have been read before, up to where it needed care.
  takeFaults(file)
  for (const envelope of Array.isArray(json) ? json : [json]) readRequest(envelope, position, file, piece)
  reportFaults(file, piece)
  return piece
}

function reportFaults(file: OtlpFile, piece: OtlpPiece): void {
  const message = takeFaults(file)
  if (message !== null) piece.problems.push(message)
}

function readRequest(json: unknown, position: number, file: OtlpFile, piece: OtlpPiece): void {
  if (!isObject(json)) {
    piece.problems.push(
      `${quoted(json)} stands where a request starts; OTLP/JSON wants an object with \`resourceSpans\``,
    )
    return
  }
  const envelope: RawEnvelope = json
  if (envelope.resourceSpans === undefined && !file.careful && hasOtherSpelling(json)) throw needsCare
  if (envelope.scopeSpans !== undefined) return readResourceSpans(envelope, position, file, piece)

  for (const name of resourceLists) {
    const list = envelope[name]
    if (!isList(list)) piece.problems.push(`\`${name}\` is ${quoted(list)}; OTLP/JSON wants a list`)
    const entries: readonly (RawResource | null)[] = listOf(list)
    for (const entry of entries) {
      if (!isObject(entry)) {
        piece.problems.push(`${quoted(entry)} stands in \`${name}\`; OTLP/JSON wants objects there`)
      } else if (name === 'resourceSpans') readResourceSpans(entry, position, file, piece)
      else if (name === 'resourceLogs') readResourceLogs(entry, position, file, piece)
      else if (name === 'resourceMetrics') piece.skipped.metrics += countOf(entry.scopeMetrics, 'metrics')
      else piece.skipped.profiles += countOf(entry.scopeProfiles, 'profiles')
    }
  }
  const members = Object.keys(json)
  if (members.length > 0 && !members.some((member) => listMembers.has(member))) {
    piece.problems.push(`the object holds ${quoted(members[0])}, not \`resourceSpans\``)
  }
}

function readResourceSpans(raw: RawResource, position: number, file: OtlpFile, piece: OtlpPiece): void {
  if (raw.scopeSpans === undefined && !file.careful && hasOtherSpelling(raw)) throw needsCare
  if (!isList(raw.scopeSpans)) {
    piece.problems.push(`\`scopeSpans\` is ${quoted(raw.scopeSpans)}; OTLP/JSON wants a list`)
  }
  reportMisspelt(raw, 'scopeSpans', file, piece)
  const resource = readResource(raw, file, piece)
  const groups: readonly (RawScope | null)[] = listOf(raw.scopeSpans)
  for (const group of groups) {
    if (!isObject(group) || !isList(group.spans)) {
      piece.problems.push('an entry of `scopeSpans` holds no list `spans`')
      continue
    }
    reportMisspelt(group, 'spans', file, piece)
    const scope = readScope(group, file, piece)
    const spans: readonly (RawSpan | null)[] = listOf(group.spans)
    for (const entry of spans) {
      const span = isObject(entry) ? readSpan(entry, resource, scope, position, file) : 'is no object'
      if (typeof span !== 'string') {
        piece.spans.push(span)
        continue
      }
      if (isObject(entry) && !file.careful && hasOtherSpelling(entry)) throw needsCare
      piece.refused += 1
      const place = piece.spans.length + piece.refused
      const name = typeof entry?.name === 'string' ? `, ${quoted(entry.name)},` : ''
      piece.problems.push(`span ${place} here${name} ${span}`)
    }
  }
}

function readResourceLogs(raw: RawResource, position: number, file: OtlpFile, piece: OtlpPiece): void {
  if (raw.scopeLogs === undefined && !file.careful && hasOtherSpelling(raw)) throw needsCare
  reportMisspelt(raw, 'scopeLogs', file, piece)
  const groups: readonly (RawScope | null)[] = listOf(raw.scopeLogs)
  for (const group of groups) {
    if (isObject(group)) reportMisspelt(group, 'logRecords', file, piece)
    readLogEvents(listOf(group?.logRecords), position, file, piece)
  }
}

/** A list under a name that OTLP does not have, where the one it has is absent: its spans are not lost in silence. */
function reportMisspelt(
  raw: RawResource & RawScope,
  expected: 'scopeSpans' | 'scopeLogs' | 'spans' | 'logRecords',
  file: OtlpFile,
  piece: OtlpPiece,
): void {
  if (raw[expected] !== undefined && raw[expected] !== null) return
  const name = unknownList(raw)
  if (name === undefined) return
  if (!file.careful && hasOtherSpelling(raw)) throw needsCare
  piece.problems.push(`the list ${quoted(name)} stands where OTLP/JSON wants \`${expected}\`; rename it`)
}

function readResource(raw: RawResource, file: OtlpFile, piece: OtlpPiece): Resource {
  const { resource } = raw
  const attributes = readOwn('resource', resource, file, piece)
  return {
    attributes,
    schemaUrl: textOf(raw.schemaUrl, 'the schema URL of a resource', piece),
    ...droppedFrom(resource),
  }
}

function readScope(raw: RawScope, file: OtlpFile, piece: OtlpPiece): Scope {
  const { scope } = raw
  const attributes = readOwn('scope', scope, file, piece)
  const name = textOf(scope?.name, 'the name of a scope', piece)
  const version = textOf(scope?.version, 'the version of a scope', piece)
  const schemaUrl = textOf(raw.schemaUrl, 'the schema URL of a scope', piece)
  return { name, version, attributes, schemaUrl, ...droppedFrom(scope) }
}

function droppedFrom(raw: RawResource['resource']): { readonly droppedAttributes?: number } {
  const dropped = isObject(raw) ? readCount(raw.droppedAttributesCount) : 0
  return dropped === 0 ? {} : { droppedAttributes: dropped }
}

/** Attributes of a resource or scope. They belong to no span: what is wrong there is told apart from the spans'. */
function readOwn(
  name: 'resource' | 'scope',
  raw: { readonly attributes?: unknown } | null | undefined,
  file: OtlpFile,
  piece: OtlpPiece,
): Attributes {
  if (raw === undefined || raw === null) return noAttributes
  if (!isObject(raw)) {
    piece.problems.push(`\`${name}\` is ${quoted(raw)}; OTLP/JSON wants an object`)
    return noAttributes
  }
  reportFaults(file, piece)
  const attributes = readAttributes(raw.attributes, file, `the ${name}`, '')
  reportFaults(file, piece)
  return attributes
}

/** A text that belongs to no span; empty where it is absent, or where something else stands in its place. */
function textOf(raw: unknown, what: string, piece: OtlpPiece): string {
  if (typeof raw === 'string') return raw
  if (raw !== undefined && raw !== null) piece.problems.push(`${what} is ${quoted(raw)}; OTLP/JSON wants a text`)
  return ''
}

function countOf(groups: unknown, member: 'metrics' | 'profiles'): number {
  const list: readonly (RawScope | null)[] = listOf(groups)
  let count = 0
  for (const group of list) count += listOf(group?.[member]).length
  return count
}
