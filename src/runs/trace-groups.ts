/** Which traces belong together, because spans link them or share a run id. */
export interface TraceGroups {
  readonly join: (traceId: string, other: string) => void
  /** Joins every trace that names the same run id. */
  readonly joinByRunId: (traceId: string, runId: string) => void
  /** The representative of the trace's group; the trace itself when nothing joined it. */
  readonly groupOf: (traceId: string) => string
  readonly isJoined: (traceId: string) => boolean
}

/** Union by path halving; only joined traces take memory. */
export function createTraceGroups(): TraceGroups {
  const parents = new Map<string, string>()
  const traceOfRunId = new Map<string, string>()
  const groupOf = (traceId: string): string => {
    let current = traceId
    for (;;) {
      const parent = parents.get(current)
      if (parent === undefined || parent === current) return current
      const grandparent = parents.get(parent)
      if (grandparent !== undefined) parents.set(current, grandparent)
      current = parent
    }
  }
  const join = (traceId: string, other: string): void => {
    const left = groupOf(traceId)
    const right = groupOf(other)
    if (left === right) return
    // The smaller id represents the group, whatever the order of joins; a representative is its own parent.
    const [small, large] = left < right ? [left, right] : [right, left]
    parents.set(small, small)
    parents.set(large, small)
  }
  return {
    join,
    groupOf,
    isJoined: (traceId) => parents.has(traceId),
    joinByRunId(traceId, runId) {
      const known = traceOfRunId.get(runId)
      if (known === undefined) traceOfRunId.set(runId, traceId)
      else if (known !== traceId) join(traceId, known)
    },
  }
}
