import type { AttributeClause, Contract } from '../../model/contract.ts'

/** Attribute clauses that stand side by side: of one span, event, link, resource, or the definitions. */
export interface Holder {
  readonly clauses: readonly AttributeClause[]
}

/** Every place of a contract that holds attribute clauses; of a pack's clauses only those the team changed. */
export function holdersOf(contract: Contract): readonly Holder[] {
  const isJudged = (clause: AttributeClause): boolean => clause.own || contract.isPack
  return allHolders(contract).map(({ clauses }) => ({ clauses: clauses.filter(isJudged) }))
}

/** Keys that some clause asks for, inherited ones included: what definitions are there for. */
export function usedKeys(contract: Contract): ReadonlySet<string> {
  return new Set(askingHolders(contract).flatMap(({ clauses }) => clauses.map(({ key }) => key)))
}

function allHolders(contract: Contract): readonly Holder[] {
  return [{ clauses: contract.attributes }, ...askingHolders(contract)]
}

function askingHolders(contract: Contract): readonly Holder[] {
  return [
    { clauses: contract.resource },
    ...contract.spans.flatMap((span) => [
      { clauses: span.attributes },
      { clauses: span.resource },
      ...span.events.map((event) => ({ clauses: event.attributes })),
      ...span.links.map((link) => ({ clauses: link.attributes })),
    ]),
  ]
}

/** Every attribute clause, each path once: a refinement repeats the clauses of what it refines. */
export function attributeClauses(contract: Contract): readonly AttributeClause[] {
  const byPath = new Map<string, AttributeClause>()
  for (const clause of holdersOf(contract).flatMap((holder) => holder.clauses)) {
    if (!byPath.has(clause.path)) byPath.set(clause.path, clause)
  }
  return [...byPath.values()]
}
