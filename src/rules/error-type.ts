import type { AttributeClause } from '../model/contract.ts'

export const errorTypeKey = 'error.type'

/** True for the clause "`error.type` is required when the span failed", which `error-type-status` judges on spans. */
export function isErrorTypeOfFailedSpan(clause: AttributeClause): boolean {
  if (clause.key !== errorTypeKey || clause.when === undefined) return false
  const entries = Object.entries(clause.when)
  return entries.length === 1 && entries[0]![0] === 'span.status' && entries[0]![1] === 'error'
}
