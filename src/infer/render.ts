import { Document, isCollection, isMap, isScalar, type Pair, type YAMLMap } from 'yaml'

import type { Contract } from '../model/contract.ts'
import type { Draft, DraftAttribute, DraftSpan } from './draft.ts'

const firstVersion = '0.1.0'
/** Names in a line. */
const longestList = 8
const lineWidth = 110

export interface RenderOptions {
  /** Name of the contract. */
  readonly name: string
  /** What the draft was drawn from, as a reader of the contract knows it. */
  readonly sources: readonly string[]
  /** Globs for `recordings`; empty where nothing can be read again. */
  readonly recordings: readonly string[]
  /** Packs the contract extends: what they say need not be said again. */
  readonly packs: readonly Contract[]
  /** Why a pack is not extended, or a clause is not there; each a line of the header. */
  readonly remarks: readonly string[]
}

/** The draft as YAML that a person goes on with: the same draft gives the same text. */
export function renderDraft(draft: Draft, options: RenderOptions): string {
  const { name, recordings, packs } = options
  const known = knownKeys(packs)
  const document = new Document({
    contract: name,
    version: firstVersion,
    ...(packs.length > 0 ? { extends: packs.map((pack) => pack.name) } : {}),
    ...(recordings.length > 0 ? { recordings } : {}),
    ...(draft.resource.length > 0 ? { resource: attributesOf(draft.resource, known) } : {}),
    spans: Object.fromEntries(draft.spans.map((span) => [span.id, spanOf(span, known)])),
    ...(Object.keys(draft.trace).length > 0 ? { trace: draft.trace } : {}),
  })
  document.commentBefore = header(draft, options)
  const root = document.contents as YAMLMap
  flow(root.get('extends', true))
  flow(root.get('recordings', true))
  flow(root.get('trace', true))
  const { resource } = draft
  if (resource.length > 0) styleAttributes(root.get('resource', true), resource)
  for (const key of ['resource', 'spans', 'trace']) separate(root, key)
  styleSpans(root.get('spans', true), draft.spans, known)
  return document.toString({ lineWidth: 0, singleQuote: true })
}

/** What packs say of keys: no need to repeat it. */
function knownKeys(packs: readonly Contract[]): ReadonlyMap<string, { readonly isSensitive: boolean }> {
  const clauses = packs.flatMap((pack) => [...pack.attributes, ...pack.spans.flatMap((span) => span.attributes)])
  return new Map(clauses.map(({ key, sensitivity }) => [key, { isSensitive: sensitivity !== undefined }]))
}

type Known = ReturnType<typeof knownKeys>

function spanOf(span: DraftSpan, known: Known): Record<string, unknown> {
  const { match, kind, parent, count, status, events } = span
  const attributes = listed(span, known)
  return {
    ...(match === undefined ? {} : { match }),
    ...(span.name.length === 0 ? {} : { name: oneOrMore(span.name) }),
    ...(kind.length === 0 ? {} : { kind: oneOrMore(kind) }),
    ...(parent.length === 0 ? {} : { parent: oneOrMore(parent) }),
    ...(count === undefined ? {} : { count }),
    ...(status.length === 0 ? {} : { status }),
    ...(span.inferred ? { inferred: true } : {}),
    ...(attributes.length === 0 ? {} : { attributes: attributesOf(attributes, known) }),
    ...(events.length === 0 ? {} : { events: Object.fromEntries(events.map((name) => [name, 'required'])) }),
  }
}

/** What a pack leaves optional anyway is not worth a line. */
function listed({ attributes }: DraftSpan, known: Known): readonly DraftAttribute[] {
  return attributes.filter(({ key, requirement }) => requirement !== 'optional' || !known.has(key))
}

function oneOrMore(texts: readonly string[]): string | readonly string[] {
  return texts.length === 1 ? texts[0]! : texts
}

function attributesOf(attributes: readonly DraftAttribute[], known: Known): Record<string, unknown> {
  return Object.fromEntries(attributes.map((attribute) => [attribute.key, attributeOf(attribute, known)]))
}

function attributeOf(attribute: DraftAttribute, known: Known): unknown {
  const { key, type, requirement, when, enum: values, sensitivity } = attribute
  const clause = {
    ...(type === undefined ? {} : { type }),
    ...(requirement === 'required' ? {} : { requirement }),
    ...(when === undefined ? {} : { when }),
    ...(values === undefined ? {} : { enum: values }),
    ...(sensitivity === undefined || known.get(key)?.isSensitive === true ? {} : { sensitivity }),
  }
  const keys = Object.keys(clause)
  if (keys.length === 0) return 'required'
  if (keys.length === 1 && type !== undefined) return type
  return keys.length === 1 && requirement !== 'required' ? requirement : clause
}

function styleSpans(node: unknown, spans: readonly DraftSpan[], known: Known): void {
  if (!isMap(node)) return
  for (const [index, span] of spans.entries()) {
    const pair = node.items[index] as Pair
    if (index > 0 && isScalar(pair.key)) pair.key.spaceBefore = true
    if (isScalar(pair.key)) pair.key.commentBefore = ` ${span.evidence}`
    if (!isMap(pair.value)) continue
    for (const key of ['match', 'kind', 'parent', 'count', 'status']) flow(pair.value.get(key, true))
    if (span.name.length <= longestList) flow(pair.value.get('name', true))
    styleAttributes(pair.value.get('attributes', true), listed(span, known))
  }
}

function styleAttributes(node: unknown, attributes: readonly DraftAttribute[]): void {
  if (!isMap(node)) return
  for (const [index, { evidence }] of attributes.entries()) {
    const { value } = node.items[index] as Pair
    flow(value)
    if (evidence !== undefined && (isMap(value) || isScalar(value))) value.comment = ` ${evidence}`
  }
}

function flow(node: unknown): void {
  if (isCollection(node)) node.flow = true
}

function separate(root: YAMLMap, key: string): void {
  const pair = root.items.find((item) => isScalar(item.key) && item.key.value === key)
  if (pair !== undefined && isScalar(pair.key)) pair.key.spaceBefore = true
}

function header({ evidence, spans }: Draft, { sources, remarks }: RenderOptions): string {
  const { runs, leftOut, transcriptSpans } = evidence
  const total = leftOut.reduce((sum, one) => sum + one.spans, 0)
  const names = leftOut.slice(0, longestList).map((one) => `${one.name} (${one.spans})`)
  const more = leftOut.length - names.length
  return [
    `Drafted by \`spanpact infer\` from ${counted(evidence.spans, 'span')} in ${counted(runs, 'run')}: ${listedSources(sources)}`,
    'A draft says what was recorded, not what must be: read it, and delete what you do not promise.',
    ...(spans.some((span) => span.inferred)
      ? ['`inferred: true` marks clauses drawn from fewer than 3 spans; delete the line when you have reviewed one.']
      : []),
    ...(leftOut.length > 0
      ? [
          `Left out: ${counted(total, 'span')} of other sorts: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
        ]
      : []),
    ...(transcriptSpans > 0
      ? ['Chat transcripts among the recordings say nothing of spans and were passed over.']
      : []),
    ...remarks,
  ]
    .flatMap((line) => wrapped(printed(line)))
    .map((line) => ` ${line}`)
    .join('\n')
}

function listedSources(sources: readonly string[]): string {
  const shown = sources.slice(0, longestList).join(', ')
  return sources.length > longestList ? `${shown} and ${sources.length - longestList} more` : shown
}

/** Comments end at a line break, so that text from outside must not bring its own. */
function printed(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
}

function wrapped(text: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > lineWidth) {
      lines.push(line)
      line = ''
    }
    line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
