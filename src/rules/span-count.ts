import type { CountClause, SpanClause } from '../model/contract.ts'
import type { ContractRun, RunSpan } from '../runs/index.ts'
import { undecidedByLosses } from './losses.ts'
import { misspelling } from './nearest.ts'
import { anyOfWords, countedOrNo, demand } from './phrases.ts'
import { defineRule, type RunFact } from './rule.ts'
import { isEntrance, spansOfAny } from './tree.ts'

type CountData = {
  /** Absent when the count was within the bounds as far as the run was recorded. */
  readonly received?: number
  readonly min?: number
  readonly max?: number
  readonly per: CountClause['per']
  /** Names of the clause, or its id where it has none. */
  readonly names: readonly string[]
  readonly path: string
  readonly trace?: string
  readonly nearest?: string
}

/** Spans that are counted together, and what they are counted within. */
interface Group {
  readonly spans: readonly RunSpan[]
  readonly parent?: RunSpan
  readonly trace?: string
}

export const spanCount = defineRule({
  id: 'span-count',
  summary: 'Bounds how many spans of a clause a run holds',
  severity: 'error',
  scope: 'span-run',
  compile(clause) {
    const { count } = clause
    if (count === undefined) return undefined
    const { min = 0, max = Infinity, per } = count
    const data = { ...count, names: clause.name.length > 0 ? clause.name : [clause.id], path: `${clause.path}.count` }
    return {
      path: '.count',
      ...(per === 'recording' ? { across: { clause: clause.id } } : {}),
      // Where no parent occurs, nothing was counted.
      ...(per === 'parent'
        ? { subjects: (run: ContractRun) => groupsOf(run, clause, per).length, restsOn: ['parent'] as const }
        : {}),
      check(run) {
        const facts: RunFact[] = []
        let renamed: { readonly nearest?: string } | undefined
        for (const { spans, parent, trace } of groupsOf(run, clause, per)) {
          const received = spans.length
          if (received >= min && received <= max) continue
          const found = { ...data, received, ...(trace === undefined ? {} : { trace }) }
          if (received > max) {
            // Per parent the parent is the place; else the first span beyond the bound.
            facts.push({ data: found, span: parent ?? spans[max]! })
          } else if (run.losses.length > 0) {
            facts.push({ data: { ...found, losses: run.losses }, undecided: true, ...at(parent) })
          } else {
            renamed ??= mayBeRenamed(run, clause)
            facts.push({ data: { ...found, ...renamed }, ...at(parent) })
          }
        }
        if (facts.length > 0) return facts
        // What was seen is not too much, but more may be lost.
        const isOpen = max !== Infinity && run.losses.length > 0
        return isOpen ? { data: { ...data, losses: run.losses }, undecided: true } : undefined
      },
    }
  },
  describe(data, place) {
    const { received = 0, per, names, path, trace, nearest, ...bounds } = data as CountData
    const lost = undecidedByLosses(`\`${path}\``, data)
    if (lost !== undefined) return lost
    const within = per === 'parent' ? place : per === 'trace' ? `trace \`${String(trace)}\`` : per
    const has = `${within} has ${countedOrNo(received, per === 'parent' ? 'child span' : 'span')} ${anyOfWords(names)}`
    const renamed = nearest === undefined ? '' : `; it may have been renamed to \`${nearest}\``
    return {
      message: `${has}; the contract ${demand(bounds)} (\`${path}\`)`,
      help:
        received < (bounds.min ?? 0)
          ? `emit span ${anyOfWords(names)}, or lower \`${path}\`${renamed}`
          : `emit fewer spans ${anyOfWords(names)}, or raise \`${path}\``,
    }
  },
})

function at(span: RunSpan | undefined): { readonly span?: RunSpan } {
  return span === undefined ? {} : { span }
}

function groupsOf(run: ContractRun, clause: SpanClause, per: CountClause['per']): readonly Group[] {
  const spans = run.spansOf(clause.id)
  if (per === 'trace') {
    const byTrace = Map.groupBy(spans, (span) => span.traceId)
    return run.traceIds.map((trace) => ({ trace, spans: byTrace.get(trace) ?? [] }))
  }
  if (per === 'parent') {
    const byParent = Map.groupBy(spans, (span) => span.parent)
    const parents = clause.parent === undefined ? byParent.keys() : allowedParents(run, clause.parent)
    return [...parents].flatMap((parent) => (parent === null ? [] : [{ parent, spans: byParent.get(parent) ?? [] }]))
  }
  return [{ spans }]
}

function allowedParents(run: ContractRun, ids: readonly string[]): ReadonlySet<RunSpan> {
  const parents = spansOfAny(run, ids)
  if (ids.includes('entry')) for (const span of run.spans) if (isEntrance(span)) parents.add(span)
  return parents
}

/** An unknown span whose name reads alike, else one that stands where the missing one is expected. */
function mayBeRenamed(run: ContractRun, clause: SpanClause): { readonly nearest?: string } {
  const parents = allowedParents(run, clause.parent ?? [])
  let nearest: string | undefined
  let fewest = Infinity
  let inPlace: string | undefined
  const seen = new Set<string>()
  for (const span of run.spans) {
    if (run.clauseOf(span) !== undefined) continue
    if (inPlace === undefined && span.parent !== null && parents.has(span.parent)) inPlace = span.name
    if (seen.has(span.name)) continue
    seen.add(span.name)
    for (const name of clause.name) {
      const edits = misspelling(span.name, name) ?? Infinity
      if (edits >= fewest) continue
      nearest = span.name
      fewest = edits
    }
  }
  const found = nearest ?? inPlace
  return found === undefined ? {} : { nearest: found }
}
