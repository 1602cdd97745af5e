import type { Contract } from '../model/contract.ts'
import type { ContractProblem } from './problem.ts'

/**
 * Contracts of one invocation whose name another file has too, in the order given: findings, acceptances and reports
 * name contracts by it alone. Contracts read from one file are one.
 */
export function nameClashes(contracts: readonly Contract[]): readonly ContractProblem[] {
  const files = new Map<string, string>()
  return contracts.flatMap(({ name, file, locate }) => {
    const first = files.get(name)
    if (first === undefined) files.set(name, file)
    if (first === undefined || first === file) return []
    return [
      {
        line: 1,
        column: 1,
        ...locate('contract'),
        file,
        path: 'contract',
        message: `\`${first}\` is contract \`${name}\` too`,
        help: 'give each contract a name of its own',
      },
    ]
  })
}
