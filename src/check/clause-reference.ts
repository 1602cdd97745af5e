import type { Assertion } from '../assertions/index.ts'
import type { Contract } from '../model/contract.ts'
import type { Severity } from '../model/finding.ts'
import type { ReconcileFinding } from '../reconcile/index.ts'
import type { Rule } from '../rules/index.ts'

/** A clause as a finding refers to it: one rule applied to one place in one contract. */
export interface ClauseCheck {
  readonly rule: Rule | ReconcileFinding | Assertion
  readonly contract: Contract
  readonly severity: Severity
  readonly path: string
  readonly own: boolean
}

/** One fact about one span, kept until its run is known to be one the contract speaks of. */
export interface Occurrence {
  /** Index into the check's table of clause checks; plain data, so that it can be written to disk. */
  readonly check: number
  readonly data: Readonly<Record<string, unknown>>
  readonly undecided: boolean
  readonly subject: string
  /** Below the path of the clause check; empty for the whole clause. */
  readonly path: string
  /** What of the span the fact is about, "event `x` of "; empty for the span itself. */
  readonly part: string
}
