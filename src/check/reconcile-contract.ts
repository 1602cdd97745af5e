import type { Contract, ReconcileClause } from '../model/contract.ts'
import type { Severity } from '../model/finding.ts'
import type { Price } from '../model/price.ts'
import { sourceNames, type SourceName } from '../model/source-name.ts'
import {
  reconciliations,
  requestKey,
  sourceFindings,
  type Comparison,
  type LoadedSources,
  type Matching,
  type ReconcileFact,
  type ReconcileFinding,
  type Reconciliation,
  type RecordedRun,
} from '../reconcile/index.ts'
import { metaRules, type Rule } from '../rules/index.ts'
import type { CountedUsage } from '../runs/index.ts'
import type { ClauseCheck } from './clause-reference.ts'
import type { FindingCollector } from './findings.ts'

/** Runs that a contract applies to, and the sources they are compared with. */
export interface ReconcileSet {
  /** Name in locations: the recording, or what stands for several. */
  readonly name: string
  readonly runs: readonly RecordedRun[]
  readonly sources: LoadedSources
}

export interface ReconcileContext {
  readonly table: ClauseCheck[]
  readonly collector: FindingCollector
  readonly severities: Readonly<Record<string, Severity | 'off'>>
  readonly priceOf: (call: CountedUsage) => Price | undefined
  readonly crashed: (check: number, cause: unknown) => void
}

/** Attributes that the reconciliations of a contract read from spans. */
export function joinKeys(contract: Contract): readonly string[] {
  const joined = contract.reconcile.flatMap((clause) => {
    const { sources, options, reads } = recordOf(clause)
    const keys = sources.map((name) => keyOf(contract, name) ?? requestKey)
    return [...keys, ...(reads?.(options.parse(clause.options)) ?? [])]
  })
  return [...new Set(joined)]
}

/** Compares runs with second sources, clause by clause. A source that is not there, or not whole, decides nothing. */
export function reconcileContract(contract: Contract, set: ReconcileSet, context: ReconcileContext): void {
  for (const clause of contract.reconcile) reconcileClause(contract, clause, set, context)
}

function reconcileClause(
  contract: Contract,
  clause: ReconcileClause,
  set: ReconcileSet,
  { table, collector, severities, priceOf, crashed }: ReconcileContext,
): void {
  const reconciliation = recordOf(clause)
  const lineOf = (rule: Rule | ReconcileFinding): number | undefined => {
    const severity = severities[rule.id] ?? rule.severity
    if (severity === 'off') return undefined
    const { path, own } = clause
    const known = table.findIndex((line) => line.rule === rule && line.contract === contract && line.path === path)
    return known >= 0 ? known : table.push({ rule, contract, severity, path, own }) - 1
  }
  const add = (rule: Rule | ReconcileFinding, { data, undecided = true, subject, row, run }: PartialFact): void => {
    const line = lineOf(rule)
    if (line === undefined) return
    const location = {
      recording: set.name,
      ...(run === undefined ? {} : { run }),
      ...(row === undefined ? {} : { source: row }),
    }
    collector.add(
      line,
      { data, undecided, subject },
      { location, recording: set.name, startUnixNano: null, words: 'recording' },
    )
  }

  const open = reconciliation.sources.filter((name) => (set.sources[name]?.problems.length ?? 1) > 0)
  for (const source of open) {
    const file = set.sources[source]?.file ?? null
    add(sourceFindings.sourceMissing, { data: { reconciliation: clause.id, source, file }, subject: source })
  }
  if (open.length > 0) return

  const line = lineOf(reconciliation)
  if (line === undefined) return
  const options = reconciliation.options.parse(clause.options)
  let found: Comparison
  try {
    found = reconciliation.compare({
      runs: set.runs,
      sources: set.sources as Required<LoadedSources>,
      keys: Object.fromEntries(sourceNames.map((name) => [name, keyOf(contract, name)])) as Record<
        SourceName,
        string | null
      >,
      options,
      priceOf,
    })
  } catch (cause) {
    crashed(line, cause)
    return
  }
  for (const fact of found.facts) add(reconciliation, { ...fact, undecided: fact.undecided === true })
  for (const matching of found.matchings) {
    if (isUnmatched(matching, options.maxUnmatched)) {
      const { onlyInSource, onlyInRuns, source, keys, matched, insteadOfRuns = null } = matching
      const data = {
        reconciliation: clause.id,
        source,
        keys,
        matched,
        onlyInSource: onlyInSource.length,
        onlyInRuns: onlyInRuns.length,
        insteadOfRuns,
        examples: [...new Set([...onlyInSource.slice(0, listed), ...onlyInRuns.slice(0, listed)])],
        maxUnmatched: options.maxUnmatched,
      }
      add(sourceFindings.sourceUnmatched, { data, subject: `${source} ${keys}` })
    }
  }
  if (found.matchings.every(isEmpty)) {
    const data = { clause: clause.path, runs: set.runs.length, names: [] }
    add(metaRules.clauseUnexercised, { data, subject: '' })
  }
}

type PartialFact = Pick<ReconcileFact, 'data' | 'undecided' | 'subject' | 'row' | 'run'>

/** Examples of keys of either side. */
const listed = 3

function isEmpty({ matched, onlyInSource, onlyInRuns }: Matching): boolean {
  return matched === 0 && onlyInSource.length === 0 && onlyInRuns.length === 0
}

function isUnmatched({ matched, onlyInSource, onlyInRuns }: Matching, most: number): boolean {
  return [onlyInSource, onlyInRuns].some(({ length }) => length > most * (matched + length))
}

/** The options are checked when the contract is read. */
function recordOf({ id }: ReconcileClause): Reconciliation {
  return reconciliations.find((one) => one.id === id) as unknown as Reconciliation
}

function keyOf(contract: Contract, name: SourceName): string | null {
  return contract.sources.find((source) => source.name === name)?.key ?? null
}
