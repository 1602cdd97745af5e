import type { SpanClause } from '../model/contract.ts'
import type { Decision } from '../model/selector.ts'
import type { Span } from '../model/span.ts'
import type { Value } from '../model/value.ts'
import { compileNames, compileSelector, type NameMatcher } from '../selectors/index.ts'

/** Finds the clause that selects a span: the most specific one, by hash rather than by scanning the contract. */
export type ClauseIndex = (span: Span) => number

interface Candidate {
  readonly clause: number
  readonly selects: (span: Span) => Decision
  /** Position in the order of specificity: the smallest rank that selects a span wins. */
  rank: number
  readonly keys: number
  readonly literals: number
  readonly equality: { readonly key: string; readonly values: readonly unknown[] } | undefined
  readonly names: NameMatcher | undefined
}

/** Distinct names whose candidates are remembered; names with ids in them would otherwise fill memory. */
const rememberedNames = 4096
const none = -1

/**
 * Compiles the selectors of a contract's span clauses.
 * Specificity: more keys, then more literals, then declaration order; a clause without `match` is selected by its name,
 * as one key, a literal before a template before a regex.
 * Returns the position of the winning clause, or -1.
 */
export function compileClauseIndex(clauses: readonly SpanClause[]): ClauseIndex {
  const candidates = clauses.flatMap(candidatesOf).sort(bySpecificity)
  candidates.forEach((candidate, rank) => (candidate.rank = rank))

  const named = candidates.filter((candidate) => candidate.names !== undefined)
  const keyed = groupByEquality(candidates)
  const others = candidates.filter((candidate) => candidate.names === undefined && candidate.equality === undefined)
  const candidatesByName = new Map<string, readonly Candidate[]>()

  const withName = (name: string): readonly Candidate[] => {
    const known = candidatesByName.get(name)
    if (known !== undefined) return known
    const found = named.filter((candidate) => candidate.names!.mayContain(name))
    if (candidatesByName.size >= rememberedNames) candidatesByName.clear()
    candidatesByName.set(name, found)
    return found
  }

  return (span) => {
    let best: Candidate | undefined
    for (const group of keyed) {
      const value = span.attributes.get(group.key)
      if (value === undefined) continue
      const bucket = group.buckets.get(value)
      if (bucket !== undefined) best = firstSelecting(bucket, span, best)
    }
    if (others.length > 0) best = firstSelecting(others, span, best)
    if (named.length > 0) best = firstSelecting(withName(span.name), span, best)
    return best === undefined ? none : best.clause
  }
}

function firstSelecting(sorted: readonly Candidate[], span: Span, best: Candidate | undefined): Candidate | undefined {
  for (const candidate of sorted) {
    if (best !== undefined && candidate.rank >= best.rank) return best
    if (candidate.selects(span) === true) return candidate
  }
  return best
}

function candidatesOf(clause: SpanClause, position: number): Candidate[] {
  if (clause.match !== undefined) {
    const selector = compileSelector(clause.match)
    // Numbers and null are compared by value, not by identity, so only text and booleans can be looked up.
    const equality = selector.equalities.find((entry) =>
      entry.values.every((value) => typeof value === 'string' || typeof value === 'boolean'),
    )
    return [
      {
        clause: position,
        selects: selector.test,
        rank: 0,
        keys: selector.keys,
        literals: selector.literals * 3,
        equality,
        names: undefined,
      },
    ]
  }
  return clause.name.map((name) => {
    const names = compileNames([name])
    return {
      clause: position,
      selects: names.selects,
      rank: 0,
      keys: 1,
      literals: names.specificity,
      equality: undefined,
      names,
    }
  })
}

function bySpecificity(left: Candidate, right: Candidate): number {
  return right.keys - left.keys || right.literals - left.literals || left.clause - right.clause
}

function groupByEquality(
  candidates: readonly Candidate[],
): readonly { readonly key: string; readonly buckets: ReadonlyMap<Value, readonly Candidate[]> }[] {
  const groups = new Map<string, Map<Value, Candidate[]>>()
  for (const candidate of candidates) {
    if (candidate.equality === undefined) continue
    const { key, values } = candidate.equality
    const buckets = groups.get(key) ?? new Map<Value, Candidate[]>()
    groups.set(key, buckets)
    // A recording that holds all values as text holds `true` as text.
    const texts = values.filter((value) => typeof value === 'boolean').map(String)
    for (const value of [...(values as readonly Value[]), ...texts]) {
      const bucket = buckets.get(value)
      if (bucket === undefined) buckets.set(value, [candidate])
      else bucket.push(candidate)
    }
  }
  return [...groups].map(([key, buckets]) => ({ key, buckets }))
}
