/**
 * Name of one of several link clauses, the last part of its path: `to:act|plan` by the span ids it leads to, in sorted
 * order, or `any`. It stays the same when clauses or ids change places.
 */
export function linkName(to: readonly string[] | undefined): string {
  return to === undefined ? 'any' : `to:${[...new Set(to)].sort().join('|')}`
}
