import type { Run, RunSpan } from './run.ts'

/**
 * Several roots in one trace are several runs if each is an agent invocation: a script that calls an agent twice under one
 * trace. One root that is none (a request, a script) holds what happened together, so that the trace stays one run; a run of
 * several traces was joined on purpose. Rules of contracts speak of whole traces and see the run undivided.
 */
export function splitRun(run: Run, isAgent: (span: RunSpan) => boolean): readonly Run[] {
  const tops = run.spans.filter((span) => span.parent === null)
  const areRuns =
    run.traceIds.length === 1 && tops.length > 1 && tops.every((top) => top.parentSpanId === null && isAgent(top))
  if (!areRuns) return [run]
  const topOf = new Map<RunSpan, RunSpan>()
  for (const top of tops) {
    const open = [top]
    for (let span = open.pop(); span !== undefined; span = open.pop()) {
      topOf.set(span, top)
      for (const child of span.children) open.push(child)
    }
  }
  const spansOf = Map.groupBy(run.spans, (span) => topOf.get(span)!)
  return tops.map((top) => ({
    ...run,
    id: `${run.id}/${top.spanId}`,
    spans: spansOf.get(top)!,
    roots: [top],
    orphans: [],
    entries: [top],
    circular: [],
    find(traceId, spanId) {
      const found = run.find(traceId, spanId)
      return found !== undefined && topOf.get(found) === top ? found : undefined
    },
  }))
}
