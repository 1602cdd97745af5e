import type { Scope } from '../model/step.ts'

/**
 * What follows for a scope from the scopes around it, outermost first; every scope is asked once, at any depth.
 */
export function foldScopes<Result>(
  outside: Result,
  next: (around: Result, scope: Scope) => Result,
): (scope: Scope | null) => Result {
  const known = new Map<Scope, Result>()
  return (scope) => {
    const open: Scope[] = []
    let at = scope
    while (at !== null && !known.has(at)) {
      open.push(at)
      at = at.parent
    }
    let result = at === null ? outside : known.get(at)!
    for (const one of open.toReversed()) known.set(one, (result = next(result, one)))
    return result
  }
}
