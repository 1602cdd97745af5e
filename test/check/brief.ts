import type { CheckReport } from '../../src/model/report.ts'
import type { Contract, SpanClause } from '../../src/model/contract.ts'
import { contractOf } from '../support/check-spans.ts'

/** Findings in one line each: `error fail span-kind spans.think.kind ×2`. */
export function brief(report: CheckReport): string[] {
  return report.findings.map(({ id, severity, verdict, contract, occurrences }) => {
    const times = occurrences === 1 ? '' : ` ×${occurrences}`
    return `${severity} ${verdict} ${id} ${contract?.path ?? ''}${times}`
  })
}

/** A contract in which the spans of these ids, and nothing else, come from a pack. */
export async function contractWithPack(text: string, packIds: readonly string[]): Promise<Contract> {
  const contract = await contractOf(text)
  return { ...contract, spans: contract.spans.map((span) => (packIds.includes(span.id) ? inherited(span) : span)) }
}

function inherited(span: SpanClause): SpanClause {
  const notOwn = <Clause extends { readonly own: boolean }>(clauses: readonly Clause[]): Clause[] =>
    clauses.map((clause) => ({ ...clause, own: false }))
  return {
    ...span,
    own: false,
    attributes: notOwn(span.attributes),
    events: notOwn(span.events),
    links: notOwn(span.links),
    resource: notOwn(span.resource),
  }
}
