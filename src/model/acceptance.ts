/** A finding somebody decided to live with: it is counted, not listed, until the entry expires. */
export interface Acceptance {
  readonly finding: string
  readonly contract: string
  /** Clause path; absent: every clause of the contract. */
  readonly path?: string
  readonly reason: string
  readonly owner: string
  /** ISO date; null: never. */
  readonly expires: string | null
  /** Where the entry stands. */
  readonly file: string
  readonly line?: number
}
