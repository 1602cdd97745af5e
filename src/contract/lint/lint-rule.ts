import type { Contract } from '../../model/contract.ts'
import type { FindingData, Severity } from '../../model/finding.ts'

/** One thing that is doubtful about a contract file itself. */
export interface LintFact {
  /** Clause path. */
  readonly path: string
  readonly data: FindingData
  /** What of the clause, where one clause can have several facts. */
  readonly subject?: string
  /** Where it is less than the rule's. */
  readonly severity?: Severity
}

/** Judges a contract without any recording. */
export interface LintRule<Id extends string = string> {
  readonly id: Id
  /** One line, "Requires …", "Forbids …", "Finds …". */
  readonly summary: string
  readonly severity: Severity
  readonly check: (contract: Contract) => readonly LintFact[]
  /** Words for a fact; only data may enter them. */
  readonly describe: (data: FindingData) => { readonly message: string; readonly help: string }
}

/** Identity helper: supplies types and keeps the id literal. */
export function defineLintRule<const Id extends string>(rule: LintRule<Id>): LintRule<Id> {
  return rule
}
