import type { Contract, SpanClause } from '../../model/contract.ts'

/** The span clauses the team answers for: its own, or all of a pack that is linted itself. */
export function judgedSpans(contract: Contract): readonly SpanClause[] {
  return contract.spans.filter((span) => span.own || contract.isPack)
}
