import { findAssertion } from '../../assertions/index.ts'
import type { Contract } from '../../model/contract.ts'

/** Recordings that the trajectories of a contract compare runs with, each with the clauses that name it. */
export function goldenPaths(contract: Contract): ReadonlyMap<string, readonly string[]> {
  const clauses = new Map<string, string[]>()
  for (const { expect } of contract.trajectories) {
    for (const { assertion, options, path } of expect) {
      const { goldens, options: schema } = findAssertion(assertion)!
      for (const golden of goldens?.(schema.parse(options)) ?? []) {
        clauses.set(golden, [...(clauses.get(golden) ?? []), path])
      }
    }
  }
  return clauses
}
