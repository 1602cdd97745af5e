import type { Run, RunSpan } from '../runs/index.ts'

/** Every span of a run, parents before their children. */
export function preorder(run: Run): readonly RunSpan[] {
  const order: RunSpan[] = []
  for (const span of run.spans) if (span.parent === null) order.push(span)
  // The list grows while it is walked: children are appended behind their parent.
  for (const span of order) for (const child of span.children) order.push(child)
  return order
}

/** The nearest ancestor among `above`, for each span that has one; `order` has parents before children. */
export function nearestAbove(order: readonly RunSpan[], above: ReadonlySet<RunSpan>): ReadonlyMap<RunSpan, RunSpan> {
  const nearest = new Map<RunSpan, RunSpan>()
  if (above.size === 0) return nearest
  for (const span of order) {
    if (span.parent === null) continue
    const found = above.has(span.parent) ? span.parent : nearest.get(span.parent)
    if (found !== undefined) nearest.set(span, found)
  }
  return nearest
}

/** Spans with a descendant among `below`; `order` has parents before children. */
export function ancestorsOf(order: readonly RunSpan[], below: ReadonlySet<RunSpan>): ReadonlySet<RunSpan> {
  const above = new Set<RunSpan>()
  if (below.size === 0) return above
  for (let index = order.length - 1; index >= 0; index -= 1) {
    const span = order[index]!
    if (span.parent !== null && (below.has(span) || above.has(span))) above.add(span.parent)
  }
  return above
}

/** The topmost recorded span above each span; itself for spans without a recorded parent. */
export function topsOf(order: readonly RunSpan[]): ReadonlyMap<RunSpan, RunSpan> {
  const tops = new Map<RunSpan, RunSpan>()
  for (const span of order) tops.set(span, span.parent === null ? span : (tops.get(span.parent) ?? span))
  return tops
}

/** Spans that some of the clauses select, or a refinement of them. */
export function spansOfAny(
  run: { readonly spansOf: (id: string) => readonly RunSpan[] },
  ids: readonly string[],
): Set<RunSpan> {
  const spans = new Set<RunSpan>()
  for (const id of ids) for (const span of run.spansOf(id)) spans.add(span)
  return spans
}

/** The span names a parent that the recording does not hold. */
export function hasLostParent(span: RunSpan): boolean {
  return span.parent === null && span.parentSpanId !== null
}

/** Whether a run is entered at the span: an entry span, or a root, even where orphans stand beside it. */
export function isEntrance(span: RunSpan): boolean {
  return span.isEntry || span.parentSpanId === null
}
