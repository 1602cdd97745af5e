/**
 * Where a clause comes from. `own` is false for what a contract inherited from a shipped pack unchanged: such clauses
 * are never held against the team when nothing exercises them.
 */
export interface ClauseOrigin {
  /** Path in the contract that declares it, `spans.think.attributes.gen_ai.request.model`. */
  readonly path: string
  readonly own: boolean
}
