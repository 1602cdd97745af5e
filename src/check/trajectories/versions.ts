import { hash } from 'node:crypto'

import { canonicalText } from '../../model/canonical.ts'
import type { Contract } from '../../model/contract.ts'
import type { TrajectoryClause } from '../../model/trajectory.ts'
import type { Value } from '../../model/value.ts'
import type { TrialRun } from './trial-run.ts'

/** A hash of what results rest on: contract and trajectory, and the models and tools that its runs name. */
export function versionsOf(
  { name, version }: Contract,
  { id, when, expect }: TrajectoryClause,
  runs: readonly TrialRun[],
): string {
  const asked = expect.map(({ assertion, options, isNegated }) => [assertion, options ?? null, isNegated])
  const models = [...new Set(runs.flatMap((run) => run.models))].sort()
  const tools = [...new Set(runs.flatMap((run) => run.tools))].sort()
  const whole = [name, version, id, { ...when }, asked, models, tools] as unknown as Value
  return hash('sha256', canonicalText(whole), 'hex').slice(0, 16)
}
