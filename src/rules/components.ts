import type { Run, RunSpan } from '../runs/index.ts'

/** Spans of a run that parents and links join. */
export interface Component {
  /** The first span without a recorded parent, in the order of the run. */
  readonly top: RunSpan
  readonly size: number
}

/** The connected components of a run, in the order of their first spans; a shared run id joins nothing. */
export function componentsOf(run: Run): readonly Component[] {
  const leaders = new Map<RunSpan, RunSpan>()
  const leaderOf = (span: RunSpan): RunSpan => {
    let leader = span
    for (let next = leaders.get(leader); next !== undefined; next = leaders.get(leader)) leader = next
    // Path compression keeps long chains cheap.
    for (let current = span; current !== leader;) {
      const next = leaders.get(current)!
      leaders.set(current, leader)
      current = next
    }
    return leader
  }
  const join = (one: RunSpan, other: RunSpan): void => {
    const [left, right] = [leaderOf(one), leaderOf(other)]
    if (left !== right) leaders.set(right, left)
  }
  for (const span of run.spans) {
    if (span.parent !== null) join(span.parent, span)
    for (const link of span.links) {
      const target = run.find(link.traceId, link.spanId)
      if (target !== undefined) join(span, target)
    }
  }
  const components = new Map<RunSpan, { top: RunSpan; size: number }>()
  for (const span of run.spans) {
    const leader = leaderOf(span)
    const component = components.get(leader)
    if (component === undefined) components.set(leader, { top: span, size: 1 })
    else {
      component.size += 1
      if (component.top.parent !== null && span.parent === null) component.top = span
    }
  }
  return [...components.values()]
}
