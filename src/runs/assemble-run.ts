import type { SpanEvent } from '../model/span.ts'
import type { RetainedRun, RetainedSpan } from './retained-span.ts'
import type { Run, RunSpan } from './run.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
type BuildingSpan = Mutable<RunSpan> & { children: RunSpan[]; logEvents: SpanEvent[] }

/**
 * Builds the tree of one run. Copies of a span (same ids) are merged: identical ones count once, of conflicting ones
 * the canonically smallest is kept. The result does not depend on the order of the input.
 * `files` are the names of the recording set's files; `damage` says why spans of the recording may be missing.
 */
export function assembleRun(
  retained: RetainedRun,
  recording: string,
  files: readonly string[],
  damage: readonly string[],
): Run {
  const byId = new Map<string, BuildingSpan>()
  for (const copies of Map.groupBy(retained.spans, (span) => span.traceId + span.spanId).values()) {
    const span = building(copies, files)
    byId.set(span.traceId + span.spanId, span)
  }
  const spans = [...byId.values()].sort(bySpanOrder)
  connect(spans, byId)
  const circular = cutCircles(spans)
  markEntries(spans, new Set(circular))
  for (const log of retained.logs) byId.get(log.traceId + log.spanId)?.logEvents.push(log.event)
  const orphans = spans.filter((span) => span.isOrphan)
  const traceIds = [...new Set(spans.map((span) => span.traceId))].sort()
  return {
    id: traceIds[0] ?? '',
    traceIds,
    recording,
    spans,
    roots: spans.filter((span) => span.parentSpanId === null),
    orphans,
    entries: spans.filter((span) => span.isEntry),
    circular,
    losses: [...damage, ...losses(spans, orphans)],
    find: (traceId, spanId) => byId.get(traceId + spanId),
  }
}

/** Start time, then trace id and span id; spans without times last. */
export function bySpanOrder(left: RunSpan, right: RunSpan): number {
  if (left.startUnixNano !== right.startUnixNano) {
    if (left.startUnixNano === null) return 1
    if (right.startUnixNano === null) return -1
    return left.startUnixNano < right.startUnixNano ? -1 : 1
  }
  return compareText(left.traceId, right.traceId) || compareText(left.spanId, right.spanId)
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}

function building(copies: readonly RetainedSpan[], files: readonly string[]): BuildingSpan {
  let chosen = copies[0]!
  let conflicting = false
  if (copies.length > 1) {
    let smallest = canonical(chosen)
    for (const copy of copies.slice(1)) {
      const text = canonical(copy)
      if (text === smallest) continue
      conflicting = true
      if (text < smallest) {
        smallest = text
        chosen = copy
      }
    }
  }
  return {
    traceId: chosen.traceId,
    spanId: chosen.spanId,
    parentSpanId: chosen.parentSpanId,
    parent: null,
    children: [],
    name: chosen.name,
    kind: chosen.kind,
    status: chosen.status,
    startUnixNano: chosen.startUnixNano,
    endUnixNano: chosen.endUnixNano,
    hasRemoteParent: chosen.hasRemoteParent,
    isEntry: false,
    isOrphan: false,
    links: chosen.links,
    values: chosen.values,
    copies: copies.length,
    hasConflictingCopy: conflicting,
    recording: files[chosen.file] ?? '',
    position: chosen.position,
    tag: chosen.tag,
    payload: chosen.payload,
    logEvents: [],
  }
}

/** Everything a check can see of a span, as text, without where in the file it stood. */
function canonical(span: RetainedSpan): string {
  return JSON.stringify({ ...span, file: 0, position: 0, values: sortedEntries(span.values) }, (_key, value: unknown) => {
    if (typeof value === 'bigint') return `${value}n`
    return value instanceof Map ? sortedEntries(value as Map<string, unknown>) : value
  })
}

function sortedEntries(map: ReadonlyMap<string, unknown>): [string, unknown][] {
  return [...map].sort(([left], [right]) => compareText(left, right))
}

function connect(spans: readonly BuildingSpan[], byId: ReadonlyMap<string, BuildingSpan>): void {
  for (const span of spans) {
    if (span.parentSpanId === null) continue
    const parent = byId.get(span.traceId + span.parentSpanId)
    if (parent === undefined) continue
    span.parent = parent
    // `spans` is sorted, so children are too.
    parent.children.push(span)
  }
}

/** Cuts each circle of parents at its first span, and returns those spans. */
function cutCircles(spans: readonly BuildingSpan[]): RunSpan[] {
  const reached = new Set<RunSpan>()
  const reach = (top: RunSpan): void => {
    const open = [top]
    for (let span = open.pop(); span !== undefined; span = open.pop()) {
      if (reached.has(span)) continue
      reached.add(span)
      for (const child of span.children) open.push(child)
    }
  }
  for (const span of spans) if (span.parent === null) reach(span)
  const circular: RunSpan[] = []
  if (reached.size === spans.length) return circular
  for (const span of spans) {
    if (reached.has(span)) continue
    // Walk up until a span repeats: that one is on the circle; spans below a circle are reached from it.
    const first = firstOnCircle(span)
    const parent = first.parent as BuildingSpan
    parent.children.splice(parent.children.indexOf(first), 1)
    first.parent = null
    circular.push(first)
    reach(first)
  }
  return circular
}

function firstOnCircle(span: BuildingSpan): BuildingSpan {
  const walked = new Set<RunSpan>()
  let current: RunSpan = span
  while (!walked.has(current)) {
    walked.add(current)
    current = current.parent!
  }
  let first = current
  for (let next = current.parent!; next !== current; next = next.parent!) {
    if (bySpanOrder(next, first) < 0) first = next
  }
  return first as BuildingSpan
}

function markEntries(spans: readonly BuildingSpan[], circular: ReadonlySet<RunSpan>): void {
  const parentless = spans.filter((span) => span.parent === null)
  const perTrace = new Map<string, number>()
  for (const span of parentless) perTrace.set(span.traceId, (perTrace.get(span.traceId) ?? 0) + 1)
  for (const span of parentless) {
    span.isEntry =
      span.hasRemoteParent || span.kind === 'server' || span.kind === 'consumer' || perTrace.get(span.traceId) === 1
    // The parent of a cut circle is recorded.
    span.isOrphan = span.parentSpanId !== null && !span.isEntry && !circular.has(span)
  }
}

function losses(spans: readonly RunSpan[], orphans: readonly RunSpan[]): string[] {
  const found: string[] = []
  if (orphans.length > 0) found.push(`${count(orphans.length, 'span names', 'spans name')} a parent that is not recorded`)
  const unended = spans.filter((span) => span.startUnixNano !== null && span.endUnixNano === null).length
  if (unended > 0) found.push(`${count(unended, 'span', 'spans')} never ended`)
  return found
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`
}
