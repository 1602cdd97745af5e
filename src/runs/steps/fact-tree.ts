import type { WireCall } from '../../model/span-facts.ts'
import type { Run, RunSpan } from '../run.ts'
import type { RetainedFacts, SpanEvidence } from './evidence.ts'

/** A span that a dialect claims, among the others that are claimed. */
export interface FactSpan {
  readonly span: RunSpan
  readonly evidence: SpanEvidence
  readonly facts: RetainedFacts
  /** The nearest claimed span around it. */
  readonly parent: FactSpan | null
  /** Position in the order of a walk down the tree: everything inside a span follows it directly. */
  readonly index: number
  /** Index of the last span inside it, or its own. */
  last: number
}

/** Something that is no step, and the nearest claimed span around it. */
export interface Below<T, Owner = FactSpan> {
  readonly owner: Owner
  readonly what: T
}

/** An HTTP request, and the span that recorded it. */
export interface WireRequest extends Below<WireCall> {
  readonly span: RunSpan
  /** Made by a service that was asked, such as a gateway, and not by the process of the owner. */
  readonly isForwarded: boolean
}

/** The claimed spans of a run, outer ones before those inside. */
export interface FactTree {
  readonly spans: readonly FactSpan[]
  readonly unclaimed: readonly Below<RunSpan, FactSpan | null>[]
  /**
   * HTTP requests, without those that another request of the process contains: two layers that record one request are one.
   */
  readonly wireCalls: readonly WireRequest[]
  /** Spans by which a fault harness marks single tries. */
  readonly harnessTries: readonly Below<RunSpan>[]
  /** The claimed span of these ids. */
  readonly find: (traceId: string, spanId: string) => FactSpan | undefined
}

/** Source: the name a fault harness gives the span of one try. */
const harnessTryName = 'spanpact.attempt'

/** Finds the claimed spans of a run and their places; linear in the spans, whatever their depth. */
export function buildFactTree(run: Run, evidenceOf: (span: RunSpan) => SpanEvidence | undefined): FactTree {
  const spans: FactSpan[] = []
  const unclaimed: Below<RunSpan, FactSpan | null>[] = []
  const wireCalls: WireRequest[] = []
  const harnessTries: Below<RunSpan>[] = []
  interface Open {
    readonly span: RunSpan
    readonly owner: FactSpan | null
    readonly isInWireCall: boolean
    readonly isForwarded: boolean
  }
  const open: Open[] = []
  const push = (children: readonly RunSpan[], around: Omit<Open, 'span'>): void => {
    // Last in, first out: pushed in reverse, they are walked in their order.
    for (let at = children.length - 1; at >= 0; at--) open.push({ span: children[at]!, ...around })
  }
  push(
    run.spans.filter((span) => span.parent === null),
    { owner: null, isInWireCall: false, isForwarded: false },
  )
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { span, owner } = next
    const evidence = span.name === harnessTryName ? undefined : evidenceOf(span)
    if (evidence?.facts != null) {
      const { facts } = evidence
      const claimed: FactSpan = { span, evidence, facts, parent: owner, index: spans.length, last: spans.length }
      spans.push(claimed)
      push(span.children, { owner: claimed, isInWireCall: false, isForwarded: false })
      continue
    }
    const wire = evidence?.wire ?? null
    if (owner !== null && span.name === harnessTryName) harnessTries.push({ owner, what: span })
    else {
      unclaimed.push({ owner, what: span })
      if (owner !== null && wire?.kind === 'client' && !next.isInWireCall) {
        wireCalls.push({ owner, what: wire, span, isForwarded: next.isForwarded })
      }
    }
    // Whoever answers a request makes requests of its own.
    const isAnswer = span.kind === 'server'
    push(span.children, {
      owner,
      isInWireCall: !isAnswer && (next.isInWireCall || wire !== null),
      isForwarded: next.isForwarded || isAnswer,
    })
  }
  for (let at = spans.length - 1; at >= 0; at--) {
    const { parent, last } = spans[at]!
    if (parent !== null && parent.last < last) parent.last = last
  }
  // Made when it is first asked for: most runs have no links.
  let bySpan: Map<RunSpan, FactSpan> | undefined
  return {
    spans,
    unclaimed,
    wireCalls,
    harnessTries,
    find(traceId, spanId) {
      const span = run.find(traceId, spanId)
      if (span === undefined) return undefined
      bySpan ??= new Map(spans.map((one) => [one.span, one]))
      return bySpan.get(span)
    },
  }
}

/** Whether `outer` contains `inner`, at any depth; a span does not contain itself. */
export function containsSpan(outer: FactSpan, inner: FactSpan): boolean {
  return outer.index < inner.index && inner.index <= outer.last
}

/**
 * By index of a span, the nearest span around it that `isOfKind`, with nothing but spans that `isPassed` between; null where
 * there is none. Linear, whatever the depth.
 */
export function nearestAround(
  spans: readonly FactSpan[],
  isOfKind: (one: FactSpan) => boolean,
  isPassed: (one: FactSpan) => boolean,
): readonly (FactSpan | null)[] {
  const nearest: (FactSpan | null)[] = []
  for (const { parent } of spans) {
    if (parent === null) nearest.push(null)
    else if (isOfKind(parent)) nearest.push(parent)
    else nearest.push(isPassed(parent) ? nearest[parent.index]! : null)
  }
  return nearest
}
