import type { ZodType } from 'zod'

import type { Price } from '../model/price.ts'
import type { FindingData, Severity } from '../model/finding.ts'
import type { SourceName } from '../model/source-name.ts'
import type { CountedUsage } from '../runs/index.ts'
import type { LoadedSource } from './load-source.ts'
import type { RowPlace } from './source-rows.ts'
import type { RecordedRun } from './recorded-run.ts'

/** Words of a fact: one sentence, and the concrete edit. */
export interface Description {
  readonly message: string
  readonly help: string
}

/** A record whose findings come from runs and second sources. */
export interface ReconcileFinding<Id extends string = string> {
  readonly id: Id
  /** One line, "Requires …". */
  readonly summary: string
  readonly severity: Severity
  /** Page of the finding. */
  readonly docs: string
  readonly describe: (data: FindingData, place: string) => Description
}

/** One fact that breaks a clause, or leaves it undecided. */
export interface ReconcileFact {
  readonly data: FindingData
  readonly undecided?: boolean
  /** Facts of one clause about different subjects are different findings. */
  readonly subject: string
  /** The row of a source that shows it best. */
  readonly row?: RowPlace
  /** Id of the run it is about. */
  readonly run?: string
}

/** Which keys the runs and a source have in common: what is on one side only was compared with nothing. */
export interface Matching {
  readonly source: SourceName
  /** What a key is, in the plural: "runs", "requests". */
  readonly keys: string
  readonly matched: number
  readonly onlyInSource: readonly string[]
  readonly onlyInRuns: readonly string[]
  /** Where a second source takes the place of the runs. */
  readonly insteadOfRuns?: SourceName
}

export interface Comparison {
  readonly facts: readonly ReconcileFact[]
  readonly matchings: readonly Matching[]
}

export type LoadedSources = { readonly [Name in SourceName]?: LoadedSource<Name> }

/** What a reconciliation may read. */
export interface ReconcileInput<Options, Names extends SourceName> {
  readonly runs: readonly RecordedRun[]
  readonly sources: { readonly [Name in Names]: LoadedSource<Name> }
  /** Attribute that joins runs with a source. */
  readonly keys: Readonly<Record<SourceName, string | null>>
  readonly options: Options
  readonly priceOf: (call: CountedUsage) => Price | undefined
}

/** Compares runs with another record of the same traffic. */
export interface Reconciliation<
  Id extends string = string,
  Options extends { readonly maxUnmatched: number } = { readonly maxUnmatched: number },
  Names extends SourceName = SourceName,
> extends ReconcileFinding<Id> {
  readonly sources: readonly Names[]
  /** Shape of what the clause says, with a default for every key. */
  readonly options: ZodType<Options>
  /** Attributes it reads beside those that join. */
  readonly reads?: (options: Options) => readonly string[]
  readonly compare: (input: ReconcileInput<Options, Names>) => Comparison
}

/** Identity helper: supplies types and keeps the id literal. */
export function defineReconciliation<
  const Id extends string,
  Options extends { readonly maxUnmatched: number },
  const Names extends SourceName,
>(reconciliation: Omit<Reconciliation<Id, Options, Names>, 'docs' | 'severity'>): Reconciliation<Id, Options, Names> {
  return { ...reconciliation, severity: 'error', docs: `docs/reconcile/${reconciliation.id}.md` }
}
