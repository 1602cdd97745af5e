import type { Run, RunSpan } from '../../runs/index.ts'

/** A stretch of time, and the innermost span that the run waited for in it. */
export interface CriticalStretch {
  readonly span: RunSpan
  readonly startUnixNano: bigint
  readonly endUnixNano: bigint
}

interface Open {
  readonly span: RunSpan
  readonly start: bigint
  /** The end of the span, or of the one around it where that is earlier. */
  readonly end: bigint
}

/**
 * The critical path of a run, latest stretch first: backwards from its end, what was waited for was the span inside that
 * ended last, before it the one that ended last before that one began, and so on; what none covers is the span's own. Spans
 * that run side by side thus count once. Spans without times are not on it.
 */
export function criticalPath(run: Pick<Run, 'spans'>): readonly CriticalStretch[] {
  const path: CriticalStretch[] = []
  const outermost = run.spans.filter(({ parent }) => parent === null)
  /** Still to be walked, the latest on top; `isOwn`: nothing inside is on the path there. */
  const open: (Open & { readonly isOwn?: true })[] = [...lastFirst(outermost, null, null)].toReversed()
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { span, start, end, isOwn } = next
    const parts: typeof open = []
    let at = end
    for (const child of isOwn === true ? [] : lastFirst(span.children, start, end)) {
      if (child.end < at) parts.push({ span, start: child.end, end: at, isOwn: true })
      parts.push(child)
      at = child.start
    }
    if (parts.length === 0) path.push({ span, startUnixNano: start, endUnixNano: end })
    else {
      if (start < at) parts.push({ span, start, end: at, isOwn: true })
      for (const part of parts.toReversed()) open.push(part)
    }
  }
  return path
}

/** Of spans side by side those that were waited for, last first, each cut to what is around it. */
function* lastFirst(spans: readonly RunSpan[], from: bigint | null, to: bigint | null): Generator<Open> {
  const known = spans.flatMap((span): Open[] => {
    const { startUnixNano, endUnixNano } = span
    if (startUnixNano === null || endUnixNano === null) return []
    const start = from !== null && startUnixNano < from ? from : startUnixNano
    const end = to !== null && endUnixNano > to ? to : endUnixNano
    return start < end ? [{ span, start, end }] : []
  })
  known.sort((one, other) => (one.end > other.end ? -1 : one.end < other.end ? 1 : 0))
  let at: bigint | undefined
  for (const one of known) {
    if (at !== undefined && one.end > at) continue
    yield one
    at = one.start
  }
}
