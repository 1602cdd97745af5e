/** A time span in nanoseconds, relative to any origin; `from` is at most `to`. */
export interface Interval {
  readonly from: number
  readonly to: number
}

export interface Coverage {
  /** Length of the union of the parts, clipped to the whole. */
  readonly coveredNano: number
  /** The largest interval that no part covers; of equal ones the first. Undefined when all is covered. */
  readonly gap: Interval | undefined
}

/** How much of `[0, durationNano]` the parts cover together; parallel parts count once. */
export function coverageOf(durationNano: number, parts: readonly Interval[]): Coverage {
  const sorted = parts.toSorted((left, right) => left.from - right.from)
  let coveredNano = 0
  let end = 0
  let gap: Interval | undefined
  const leave = (from: number, to: number): void => {
    if (to > from && (gap === undefined || to - from > gap.to - gap.from)) gap = { from, to }
  }
  for (const part of sorted) {
    const from = Math.min(Math.max(part.from, end), durationNano)
    const to = Math.min(part.to, durationNano)
    if (to <= from) continue
    leave(end, from)
    coveredNano += to - from
    end = to
  }
  leave(end, durationNano)
  return { coveredNano, gap }
}
