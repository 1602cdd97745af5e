import type { AttributeClause, Contract, SpanClause } from '../model/contract.ts'
import { compileSelector } from '../selectors/index.ts'
import { compileClauseIndex } from './clause-index.ts'
import { isFamily, type CompiledClause, type CompiledContract, type CompiledSelection } from './compiled-contract.ts'

/** Finds what a contract says of a span, and compiles it when it first occurs. */
export function compileSelections(
  contract: Contract,
  compileClause: (clause: SpanClause, deprecated: readonly AttributeClause[]) => CompiledClause,
): Pick<CompiledContract, 'select' | 'selection' | 'leavesOpen'> {
  const own = contract.spans.filter((clause) => clause.own)
  const inherited = contract.spans.filter((clause) => !clause.own)
  const selectOwn = compileClauseIndex(own)
  const selectInherited = compileClauseIndex(inherited)
  const selections: CompiledSelection[] = []
  const positions = new Map<number, number>()

  const compileSelection = (
    ownClause: SpanClause | undefined,
    packClause: SpanClause | undefined,
  ): CompiledSelection => {
    const clause = (ownClause ?? packClause)!
    const pack = ownClause === undefined || packClause === undefined ? undefined : beside(packClause, ownClause)
    // Attributes are asked in one place, so that a closed clause knows those the pack declares.
    const attributes = [...clause.attributes, ...(pack?.attributes ?? [])]
    const first = { ...clause, attributes, resource: [...contract.resource, ...clause.resource] }
    const parts = [
      compileClause(first, deprecatedDefinitions([first], contract)),
      ...(pack === undefined ? [] : [compileClause({ ...pack, attributes: [] }, [])]),
    ]
    return {
      clause,
      isOwn: ownClause !== undefined,
      ids: [...new Set([ownClause, packClause].flatMap((one) => (one === undefined ? [] : refinedIds(one, contract))))],
      parts,
      isDeferred: parts.some((part) => part.deferred.length > 0 || part.events.length > 0),
    }
  }

  const selectors = contract.spans.flatMap(({ match }) => (match === undefined ? [] : [compileSelector(match)]))

  return {
    selection: (position) => selections[position]!,
    leavesOpen: (span, isLimited) =>
      (span.droppedAttributes > 0 || span.droppedEvents > 0 || isLimited) &&
      selectors.some((selector) => selector.test(span) === undefined),
    select(span) {
      const ownAt = own.length === 0 ? -1 : selectOwn(span)
      const packAt = inherited.length === 0 ? -1 : selectInherited(span)
      if (ownAt === -1 && packAt === -1) return -1
      const key = (ownAt + 1) * (inherited.length + 1) + packAt + 1
      let position = positions.get(key)
      if (position === undefined) {
        position = selections.length
        selections.push(compileSelection(own[ownAt], inherited[packAt]))
        positions.set(key, position)
      }
      return position
    },
  }
}

/** What a pack's clause still says of a span that an own clause selects too: what the own clause is silent about. */
function beside(pack: SpanClause, own: SpanClause): SpanClause {
  const { kind, status, duration, scope, ...rest } = pack
  const without = <Clause>(
    clauses: readonly Clause[],
    said: readonly Clause[],
    name: (clause: Clause) => string,
  ): Clause[] => clauses.filter((clause) => !said.some((other) => name(other) === name(clause)))
  return {
    ...rest,
    name: own.name.length > 0 ? [] : pack.name,
    attributes: without(pack.attributes, own.attributes, (clause) => clause.key).filter(
      ({ key }) => !own.attributes.some((said) => isFamily(said) && key.startsWith(said.key.slice(0, -1))),
    ),
    events: without(pack.events, own.events, (clause) => clause.name),
    resource: without(pack.resource, own.resource, (clause) => clause.key),
    links: own.links.length > 0 ? [] : pack.links,
    closed: false,
    ...(kind === undefined || own.kind !== undefined ? {} : { kind }),
    ...(status === undefined || own.status !== undefined ? {} : { status }),
    ...(duration === undefined || own.duration !== undefined ? {} : { duration }),
    ...(scope === undefined || own.scope !== undefined ? {} : { scope }),
  }
}

/** Definitions the contract calls deprecated hold wherever one of its clauses selects a span. */
function deprecatedDefinitions(clauses: readonly SpanClause[], contract: Contract): AttributeClause[] {
  const said = new Set(clauses.flatMap((clause) => clause.attributes.map((attribute) => attribute.key)))
  return contract.attributes
    .filter((definition) => definition.deprecated !== undefined && !said.has(definition.key))
    .map((definition) => ({ ...definition, requirement: 'optional' }))
}

function refinedIds(clause: SpanClause, contract: Contract): string[] {
  const ids: string[] = []
  let current: SpanClause | undefined = clause
  while (current !== undefined && !ids.includes(current.id)) {
    ids.push(current.id)
    const refined: string | undefined = current.refines
    current = contract.spans.find((other) => other.id === refined)
  }
  return ids
}
