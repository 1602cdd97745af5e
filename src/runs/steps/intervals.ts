/** A stretch of time; null where the recording has no time. */
export interface Interval {
  readonly startUnixNano: bigint | null
  readonly endUnixNano: bigint | null
}

/** Whether both ends are known and in order. */
export function isKnown(one: Interval): one is { readonly startUnixNano: bigint; readonly endUnixNano: bigint } {
  return one.startUnixNano !== null && one.endUnixNano !== null && one.startUnixNano <= one.endUnixNano
}

/** Whether two stretches share no instant, not even an end; undefined where a time is missing. */
export function areApart(one: Interval, other: Interval): boolean | undefined {
  if (!isKnown(one) || !isKnown(other)) return undefined
  return one.endUnixNano < other.startUnixNano || other.endUnixNano < one.startUnixNano
}

/** Whether two stretches share an instant beyond a touching end; undefined where a time is missing. */
export function overlap(one: Interval, other: Interval): boolean | undefined {
  if (!isKnown(one) || !isKnown(other)) return undefined
  return one.startUnixNano < other.endUnixNano && other.startUnixNano < one.endUnixNano
}

/** Ascending, unknown last. */
export function compareTimes(one: bigint | null, other: bigint | null): number {
  if (one === other) return 0
  if (one === null) return 1
  if (other === null) return -1
  return one < other ? -1 : 1
}

/** By code unit, null last. */
export function compareTexts(one: string | null, other: string | null): number {
  if (one === other) return 0
  if (one === null) return 1
  if (other === null) return -1
  return one < other ? -1 : 1
}

/** Ascending, null last. */
export function compareNumbers(one: number | null, other: number | null): number {
  if (one === other) return 0
  if (one === null) return 1
  return other === null ? -1 : one - other
}
