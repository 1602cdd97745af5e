/**
 * Whether a time between two moments that were rounded to a precision may lie on either side of a bound. Exact times
 * (1 ns) leave nothing open; neither does a bound of 0 that a duration, which is never negative, cannot pass.
 */
export function isOpenWithin(nano: number, boundNano: number, precisionNano: number | null): boolean {
  if (precisionNano === null || precisionNano <= 1 || !Number.isFinite(boundNano)) return false
  return Math.abs(nano - boundNano) < precisionNano
}
