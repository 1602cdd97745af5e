import type { Decision } from '../../model/selector.ts'
import type { Step } from '../../model/step.ts'
import type { Key } from './correlation.ts'

/** Steps that a selector takes, or may take, by the key that partners must share. */
export interface Party {
  readonly steps: readonly Step[]
  /** Whether the selector takes the step. */
  readonly takes: (step: Step) => Decision
  readonly keyOf: (step: Step) => Key
  /** Those that may share a key, in few lists; equal keys give the same lists. */
  readonly alike: (key: Key) => readonly (readonly Step[])[]
}

export function createParty(
  steps: readonly Step[],
  selects: (step: Step) => Decision,
  keyOf: (step: Step) => Key,
): Party {
  const decisions = new Map<Step, Decision>()
  const keys = new Map<Step, Key>()
  const groups = new Map<string, Step[]>()
  const keyless: Step[] = []
  const taken: Step[] = []
  for (const step of steps) {
    const decision = selects(step)
    if (decision === false) continue
    taken.push(step)
    decisions.set(step, decision)
    const key = keyOf(step)
    keys.set(step, key)
    if (key === undefined) keyless.push(step)
    if (typeof key !== 'string') continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [step])
    else group.push(step)
  }
  const keyed = taken.filter((step) => keys.get(step) !== null)
  const unknown = keyless.length === 0 ? [] : [keyless]
  const lists = new Map([...groups].map(([key, group]) => [key, [group, ...unknown]] as const))
  return {
    steps: taken,
    takes: (step) => (decisions.has(step) ? decisions.get(step) : false),
    keyOf: (step) => keys.get(step) ?? (keys.has(step) ? keys.get(step) : null),
    alike(key) {
      if (key === null) return []
      return key === undefined ? [keyed] : (lists.get(key) ?? unknown)
    },
  }
}
