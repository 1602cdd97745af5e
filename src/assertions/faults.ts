import type { Value } from '../model/value.ts'
import { pass, type Outcome } from './outcome.ts'
import { readAll, type TrajectoryRun } from './trajectory-run.ts'
import type { RunRead } from '../runs/index.ts'

/** What a fault harness injected: id, or kind where it has none. Source: the marks of a fault harness. */
export const faultRead: RunRead = {
  name: 'injected fault',
  take({ attributes }) {
    const [fault] = ['spanpact.fault.id', 'spanpact.fault.kind', 'spanpact.fault.ids'].flatMap((key) => {
      const value = attributes.get(key)
      const first = Array.isArray(value) ? (value as readonly Value[])[0] : value
      return typeof first === 'string' ? [first] : []
    })
    return fault
  },
}

/** A run in which nothing failed: without an injected fault that is no wonder. `part`: the key that asks for a failure. */
export function withoutFailure(run: TrajectoryRun, part: string, isRequired: boolean): Outcome {
  const [fault] = readAll(run.run, faultRead)
  if (fault !== undefined || isRequired) return pass(0)
  return { ...pass(0), resting: [{ part, reason: 'nothing failed, and no run has a fault', isIdle: true }] }
}
