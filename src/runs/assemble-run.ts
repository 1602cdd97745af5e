import { compareText } from '../model/compare-text.ts'
import type { SpanEvent } from '../model/span.ts'
import type { RetainedRun, RetainedSpan } from './retained-span.ts'
import type { Run, RunSpan } from './run.ts'

type Mutable<T> = { -readonly [K in keyof T]: T[K] }
type BuildingSpan = Mutable<RunSpan> & { children: RunSpan[] }

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
  const byTrace = new Map<string, Map<string, BuildingSpan>>()
  const find = (traceId: string, spanId: string): BuildingSpan | undefined => byTrace.get(traceId)?.get(spanId)
  const spans = mergeCopies(retained.spans, byTrace, files)
  spans.sort(bySpanOrder)
  // A circle cannot go forward all the way round.
  let mayBeCircular = false
  for (const span of spans) {
    const parent = span.parentSpanId === null ? undefined : find(span.traceId, span.parentSpanId)
    if (parent === undefined) continue
    span.parent = parent
    if (!mayBeCircular && bySpanOrder(parent, span) >= 0) mayBeCircular = true
    // `spans` is sorted, so children are too.
    if (parent.children === noSpans) parent.children = [span]
    else parent.children.push(span)
  }
  const circular = mayBeCircular ? cutCircles(spans) : new Set<RunSpan>()
  markEntries(spans, circular)
  for (const log of retained.logs) {
    const span = find(log.traceId, log.spanId)
    if (span !== undefined) span.logEvents = [...span.logEvents, log.event]
  }
  const orphans = spans.filter((span) => span.isOrphan)
  const traceIds = [...byTrace.keys()].sort(compareText)
  return {
    id: traceIds[0] ?? '',
    traceIds,
    recording,
    spans,
    roots: spans.filter((span) => span.parentSpanId === null),
    orphans,
    entries: spans.filter((span) => span.isEntry),
    circular: [...circular],
    damage,
    losses: [...damage, ...losses(spans, orphans)],
    find,
  }
}

/** Shared by all spans without children or log records; replaced, never changed. */
const noSpans: RunSpan[] = []
const noEvents: readonly SpanEvent[] = []

/** One span per pair of ids, in order of first appearance. */
function mergeCopies(
  retained: readonly RetainedSpan[],
  byTrace: Map<string, Map<string, BuildingSpan>>,
  files: readonly string[],
): BuildingSpan[] {
  const spans: BuildingSpan[] = []
  const copies = new Map<BuildingSpan, RetainedSpan[]>()
  let traceId = ''
  let bySpan: Map<string, BuildingSpan> | undefined
  for (const one of retained) {
    if (bySpan === undefined || one.traceId !== traceId) {
      traceId = one.traceId
      bySpan = byTrace.get(traceId)
      if (bySpan === undefined) byTrace.set(traceId, (bySpan = new Map()))
    }
    const known = bySpan.get(one.spanId)
    if (known === undefined) {
      const span = building(one, files)
      bySpan.set(one.spanId, span)
      spans.push(span)
    } else {
      const others = copies.get(known)
      if (others === undefined) copies.set(known, [one])
      else others.push(one)
    }
  }
  if (copies.size === 0) return spans
  const first = new Map(retained.toReversed().map((one) => [one.traceId + one.spanId, one]))
  for (const [span, others] of copies) {
    const merged = smallestCopy([first.get(span.traceId + span.spanId)!, ...others])
    Object.assign(span, building(merged.chosen, files), {
      copies: others.length + 1,
      hasConflictingCopy: merged.conflicting,
    })
  }
  return spans
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

function smallestCopy(copies: readonly [RetainedSpan, ...RetainedSpan[]]): {
  readonly chosen: RetainedSpan
  readonly conflicting: boolean
} {
  let [chosen] = copies
  let smallest = canonical(chosen)
  let conflicting = false
  for (const copy of copies) {
    const text = canonical(copy)
    if (text === smallest) continue
    conflicting = true
    if (text < smallest) {
      smallest = text
      chosen = copy
    }
  }
  return { chosen, conflicting }
}

function building(one: RetainedSpan, files: readonly string[]): BuildingSpan {
  return {
    traceId: one.traceId,
    spanId: one.spanId,
    parentSpanId: one.parentSpanId,
    parent: null,
    children: noSpans,
    name: one.name,
    kind: one.kind,
    status: one.status,
    startUnixNano: one.startUnixNano,
    endUnixNano: one.endUnixNano,
    hasRemoteParent: one.hasRemoteParent,
    isEntry: false,
    isOrphan: false,
    links: one.links,
    values: one.values,
    copies: 1,
    hasConflictingCopy: false,
    recording: files[one.file] ?? '',
    position: one.position,
    tag: one.tag,
    payload: one.payload,
    logEvents: noEvents,
  }
}

/** Everything a check can see of a span, as text, without where in the file it stood. */
function canonical(span: RetainedSpan): string {
  return JSON.stringify(
    { ...span, file: 0, position: 0, values: sortedEntries(span.values) },
    (_key, value: unknown) => {
      if (typeof value === 'bigint') return `${value}n`
      return value instanceof Map ? sortedEntries(value as Map<string, unknown>) : value
    },
  )
}

function sortedEntries(map: ReadonlyMap<string, unknown>): [string, unknown][] {
  return [...map].sort(([left], [right]) => compareText(left, right))
}

/** Cuts each circle of parents at its first span, and returns those spans. */
function cutCircles(spans: readonly BuildingSpan[]): ReadonlySet<RunSpan> {
  const circular = new Set<RunSpan>()
  if (countBelowTops(spans) === spans.length) return circular
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
  for (const span of spans) {
    if (reached.has(span)) continue
    // Walk up until a span repeats: that one is on the circle; spans below a circle are reached from it.
    const first = firstOnCircle(span)
    const parent = first.parent as BuildingSpan
    parent.children.splice(parent.children.indexOf(first), 1)
    first.parent = null
    circular.add(first)
    reach(first)
  }
  return circular
}

/** Spans at or below one without a parent; each is counted once, since it has one parent. */
function countBelowTops(spans: readonly BuildingSpan[]): number {
  let counted = 0
  const open: RunSpan[] = spans.filter((span) => span.parent === null)
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    counted += 1
    for (const child of span.children) open.push(child)
  }
  return counted
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
  if (orphans.length > 0)
    found.push(`${count(orphans.length, 'span names', 'spans name')} a parent that is not recorded`)
  const unended = spans.filter((span) => span.startUnixNano !== null && span.endUnixNano === null).length
  if (unended > 0) found.push(`${count(unended, 'span', 'spans')} never ended`)
  return found
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`
}
