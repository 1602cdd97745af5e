import type { Contract, SpanClause } from '../../model/contract.ts'
import { judgedSpans } from './judged-spans.ts'
import { alternatives, areDisjoint, type Alternative } from './selector-order.ts'

/** Two span clauses of one contract that may select the same span, and which of them then gets it. */
export interface Overlap {
  readonly contract: string
  /** Where the winning clause stands. */
  readonly file: string
  readonly line: number
  readonly winner: string
  readonly loser: string
  readonly reason: string
}

/** Every pair of the team's clauses whose selectors can meet, as far as single keys tell, in order of declaration. */
export function explainOverlaps(contract: Contract): readonly Overlap[] {
  const clauses = judgedSpans(contract).map((clause) => ({ clause, ways: alternatives(clause) }))
  return clauses.flatMap((first, index) =>
    clauses.slice(index + 1).flatMap((second) => {
      const pairs = first.ways.flatMap((one) => second.ways.map((other) => [one, other] as const))
      const overlaps = pairs
        .filter(([one, other]) => !areDisjoint(one, other))
        .map(([one, other]) => overlap(contract, first.clause, second.clause, one, other))
      // Several names of a clause meet another one in the same way.
      return overlaps.filter(
        ({ winner, reason }, place) =>
          overlaps.findIndex((other) => other.winner === winner && other.reason === reason) === place,
      )
    }),
  )
}

function overlap(
  contract: Contract,
  first: SpanClause,
  second: SpanClause,
  one: Alternative,
  other: Alternative,
): Overlap {
  const firstWins = one.keys === other.keys ? one.literals >= other.literals : one.keys > other.keys
  const [winner, loser] = firstWins ? [first, second] : [second, first]
  const { file, line } = contract.locate(winner.path) ?? { file: contract.file, line: 1 }
  return { contract: contract.name, file, line, winner: winner.id, loser: loser.id, reason: reasonOf(one, other) }
}

function reasonOf(one: Alternative, other: Alternative): string {
  if (one.keys !== other.keys) {
    return `more keys (${Math.max(one.keys, other.keys)} against ${Math.min(one.keys, other.keys)})`
  }
  return one.literals === other.literals ? 'declared first' : 'literals before patterns'
}
