import { assertionOf } from '../../assertions/index.ts'
import type { Contract } from '../../model/contract.ts'

/** Files with judges that the trajectories of a contract ask. */
export function judgePaths(contract: Contract): ReadonlySet<string> {
  const clauses = contract.trajectories.flatMap(({ expect }) => expect)
  return new Set(
    clauses.flatMap((clause) => {
      const { judges, options } = assertionOf(clause)
      return judges?.(options.parse(clause.options)) ?? []
    }),
  )
}

/** Recordings that the trajectories of a contract compare runs with, each with the clauses that name it. */
export function goldenPaths(contract: Contract): ReadonlyMap<string, readonly string[]> {
  const clauses = new Map<string, string[]>()
  for (const { expect } of contract.trajectories) {
    for (const clause of expect) {
      const { goldens, options } = assertionOf(clause)
      for (const golden of goldens?.(options.parse(clause.options)) ?? []) {
        clauses.set(golden, [...(clauses.get(golden) ?? []), clause.path])
      }
    }
  }
  return clauses
}
