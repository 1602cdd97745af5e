import type { RetainedSpan } from '../../src/runs/index.ts'

/** What the definitions say of each span of one run, found without an index: span id to its place. */
export interface Place {
  readonly parent: string | null
  readonly children: readonly string[]
  readonly isRoot: boolean
  readonly isEntry: boolean
  readonly isOrphan: boolean
  readonly isCut: boolean
}

/** Spans of distinct ids in one trace or several; ids are unique across traces. */
export function placesOf(spans: readonly RetainedSpan[]): Map<string, Place> {
  const ordered = spans.toSorted(byOrder)
  const namedParent = (span: RetainedSpan): RetainedSpan | undefined =>
    ordered.find((other) => other.traceId === span.traceId && other.spanId === span.parentSpanId)
  const circleOf = (span: RetainedSpan): RetainedSpan[] | undefined => {
    const walked: RetainedSpan[] = []
    for (let at: RetainedSpan | undefined = span; at !== undefined; at = namedParent(at)) {
      walked.push(at)
      if (namedParent(at) === span) return walked
      if (walked.length > ordered.length) return undefined
    }
    return undefined
  }
  /** Of each circle, the first span in order loses its parent. */
  const isCut = (span: RetainedSpan): boolean => circleOf(span)?.toSorted(byOrder)[0] === span
  const parentOf = (span: RetainedSpan): RetainedSpan | undefined => (isCut(span) ? undefined : namedParent(span))
  const isEntry = (span: RetainedSpan): boolean =>
    parentOf(span) === undefined &&
    (span.hasRemoteParent ||
      span.kind === 'server' ||
      span.kind === 'consumer' ||
      ordered.filter((other) => other.traceId === span.traceId && parentOf(other) === undefined).length === 1)
  return new Map(
    ordered.map((span) => [
      span.spanId,
      {
        parent: parentOf(span)?.spanId ?? null,
        children: ordered.filter((other) => parentOf(other) === span).map((other) => other.spanId),
        isRoot: span.parentSpanId === null,
        isEntry: isEntry(span),
        isOrphan: span.parentSpanId !== null && namedParent(span) === undefined && !isEntry(span),
        isCut: isCut(span),
      },
    ]),
  )
}

/** Start time, then trace and span id; no time is latest. */
export function byOrder(left: RetainedSpan, right: RetainedSpan): number {
  const key = (span: RetainedSpan): string =>
    `${span.startUnixNano === null ? 'x' : span.startUnixNano.toString().padStart(20, '0')} ${span.traceId} ${span.spanId}`
  return key(left) < key(right) ? -1 : 1
}
