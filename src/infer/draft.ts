import type { Requirement, ValueType } from '../model/contract.ts'
import type { Selector } from '../model/selector.ts'

/** An attribute clause of a draft. */
export interface DraftAttribute {
  readonly key: string
  readonly type?: ValueType
  readonly requirement: Requirement
  readonly when?: Selector
  readonly enum?: readonly (string | number | boolean)[]
  readonly sensitivity?: 'content'
  /** Evidence, for a comment. */
  readonly evidence?: string
}

/** A span clause of a draft. */
export interface DraftSpan {
  readonly id: string
  readonly name: readonly string[]
  readonly match?: Selector
  readonly kind: readonly string[]
  readonly parent: readonly string[]
  readonly count?: number | { readonly min: number }
  readonly status: readonly string[]
  readonly attributes: readonly DraftAttribute[]
  readonly events: readonly string[]
  /** Drawn from little evidence. */
  readonly inferred: boolean
  /** Evidence, and what is left out, for a comment. */
  readonly evidence: string
}

/** A contract as recordings suggest it, with the evidence of each clause. */
export interface Draft {
  readonly spans: readonly DraftSpan[]
  readonly resource: readonly DraftAttribute[]
  readonly trace: { readonly roots?: number; readonly orphans?: number }
  readonly evidence: {
    readonly spans: number
    readonly runs: number
    /** Spans made of messages, which say nothing of the producer's names and keys. */
    readonly transcriptSpans: number
    /** Spans that no clause of the draft selects, by name. */
    readonly leftOut: readonly { readonly name: string; readonly spans: number }[]
  }
  /** The value of `service.name` where all spans have the same. */
  readonly service: string | undefined
  /** Dialects of the spans with a clause, most frequent first. */
  readonly dialects: readonly string[]
}

/** The draft without what the path of a finding leads to; undefined when the path leads to none of it. */
export function withoutClause(draft: Draft, path: string): Draft | undefined {
  if (path.startsWith('trace.')) {
    const { [path.slice('trace.'.length) as keyof Draft['trace']]: removed, ...trace } = draft.trace
    return removed === undefined ? undefined : { ...draft, trace }
  }
  const resource = draft.resource.filter(({ key }) => path !== `resource.${key}`)
  if (resource.length < draft.resource.length) return { ...draft, resource }
  const span = draft.spans.find(({ id }) => path === `spans.${id}` || path.startsWith(`spans.${id}.`))
  if (span === undefined) return undefined
  const smaller = withoutPart(span, path.slice(`spans.${span.id}.`.length))
  if (smaller !== undefined) return { ...draft, spans: draft.spans.map((one) => (one === span ? smaller : one)) }
  const others = draft.spans.filter((one) => one !== span)
  const leadsElsewhere = others.map((one) => ({ ...one, parent: one.parent.includes(span.id) ? [] : one.parent }))
  return { ...draft, spans: leadsElsewhere }
}

/** A clause without one of its parts; undefined when it has no such part, or is nothing without it. */
function withoutPart(span: DraftSpan, path: string): DraftSpan | undefined {
  const attributes = span.attributes.filter(({ key }) => path !== `attributes.${key}`)
  if (attributes.length < span.attributes.length) return { ...span, attributes }
  const events = span.events.filter((name) => path !== `events.${name}`)
  if (events.length < span.events.length) return { ...span, events }
  if (path === 'parent' && span.parent.length > 0) return { ...span, parent: [] }
  if (path === 'kind' && span.kind.length > 0) return { ...span, kind: [] }
  if (path === 'status' && span.status.length > 0) return { ...span, status: [] }
  if (path === 'name' && span.match !== undefined && span.name.length > 0) return { ...span, name: [] }
  if (path === 'count' && span.count !== undefined) {
    const { count: _, ...rest } = span
    return rest
  }
  return undefined
}
