import type { Contract, SpanClause } from '../../model/contract.ts'
import { didYouMean } from '../../model/nearest.ts'
import { usedKeys } from './holders.ts'
import { judgedSpans } from './judged-spans.ts'
import { defineLintRule, type LintFact } from './lint-rule.ts'
import { alternatives, implies, isImpossible, selectorKey, type Alternative } from './selector-order.ts'

export const clauseUnreachable = defineLintRule({
  id: 'clause-unreachable',
  summary: 'Finds span clauses that no span can reach, and definitions that no clause uses',
  severity: 'error',
  check: (contract) => [
    ...judgedSpans(contract).flatMap((span) => unreachable(span, contract)),
    ...unusedDefinitions(contract),
  ],
  describe: ({ reason, help }) => ({ message: String(reason), help: String(help) }),
})

function unreachable(span: SpanClause, contract: Contract): readonly LintFact[] {
  const { id, path } = span
  const facts: LintFact[] = []
  if (span.match !== undefined && isImpossible(span.match)) {
    const reason = `the selector of span \`${id}\` asks for two values of one key at once, so it matches nothing`
    const help =
      span.refines === undefined ? 'remove one of the two values' : `ask for a value that \`${span.refines}\` allows`
    facts.push({ path, data: { span: id, reason, help }, subject: 'match' })
  }
  const winner = winnerOver(span, contract)
  if (winner !== undefined) {
    const reason = `every span that \`${id}\` selects goes to \`${winner}\`, which comes first`
    facts.push({
      path,
      data: {
        span: id,
        winner,
        reason,
        help: `add a key to the \`match\` of \`${id}\`, or put it before \`${winner}\``,
      },
      subject: winner,
    })
  }
  const circle = parentCircle(span, contract)
  if (circle !== undefined) {
    const reason = `the parents of span \`${id}\` go round in a circle: ${circle.map((one) => `\`${one}\``).join(' → ')}`
    facts.push({
      path: `${path}.parent`,
      data: { span: id, circle, reason, help: 'let one of them have the parent `entry`' },
    })
  }
  return facts
}

/** The clause that wins every span this one selects; a team's clause and a pack's do not compete. */
function winnerOver(span: SpanClause, contract: Contract): string | undefined {
  const own = alternatives(span)
  const position = contract.spans.indexOf(span)
  // Equal selectors are a contradiction, which is a finding of its own.
  const rivals = contract.spans.flatMap((other, place) =>
    other.own !== span.own || selectorKey(other).some((key) => selectorKey(span).includes(key))
      ? []
      : alternatives(other).map((alternative) => ({ id: other.id, alternative, place })),
  )
  const winners = own.map((mine) =>
    rivals.find(
      ({ alternative, place }) =>
        implies(mine.entries, alternative.entries) && outranks(alternative, mine, place < position),
    ),
  )
  return winners.length > 0 && winners.every((winner) => winner !== undefined) ? winners[0]!.id : undefined
}

function outranks(one: Alternative, other: Alternative, isEarlier: boolean): boolean {
  if (one.keys !== other.keys) return one.keys > other.keys
  return one.literals === other.literals ? isEarlier : one.literals > other.literals
}

/** A chain of only parents that comes back to the span; a span that is its own parent is a contradiction of its own. */
function parentCircle(span: SpanClause, contract: Contract): readonly string[] | undefined {
  const chain = [span.id]
  for (let current: SpanClause | undefined = span; current !== undefined;) {
    const [parent, ...others]: readonly string[] = current.parent ?? []
    if (parent === undefined || others.length > 0 || parent === 'entry') return undefined
    chain.push(parent)
    if (parent === span.id) return chain.length > 2 ? chain : undefined
    if (chain.indexOf(parent) < chain.length - 1) return undefined
    current = contract.spans.find((other) => other.id === parent)
  }
  return undefined
}

/**
 * Definitions of this file that nothing stands on. Deprecated ones are looked for everywhere, and a sensitivity hides
 * values everywhere; a contract that asks for no attribute at all is there for others to extend.
 */
function unusedDefinitions(contract: Contract): readonly LintFact[] {
  const used = usedKeys(contract)
  if (used.size === 0 || contract.isPack) return []
  return contract.attributes.flatMap(({ key, path, own, deprecated, sensitivity }) => {
    if (!own || deprecated !== undefined || sensitivity !== undefined || used.has(key)) return []
    if (contract.locate(path)?.file !== contract.file) return []
    const reason = `no clause uses the definition of \`${key}\`${didYouMean(key, used)}`
    const help = 'name the key under a span, or remove the definition'
    return [{ path, data: { attribute: key, reason, help }, severity: 'warning' }]
  })
}
