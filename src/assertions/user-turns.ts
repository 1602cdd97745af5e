import type { Scope, Step } from '../model/step.ts'
import type { TrajectoryRun } from './trajectory-run.ts'

/** What a run did for each message of its user. */
export interface UserTurns {
  /** At least 1. */
  readonly count: number
  /** From 0. */
  readonly turnOf: (step: Step) => number
}

/** Several outermost invocations of one agent are turns of one conversation; anything else is one turn. */
export function userTurnsOf({ steps: { steps } }: TrajectoryRun): UserTurns {
  const invocations = steps.filter(({ kind, scope }) => kind === 'agent' && outermost(scope) === null)
  if (invocations.length < 2 || new Set(invocations.map(({ name }) => name)).size > 1) {
    return { count: 1, turnOf: () => 0 }
  }
  const indexes = new Map(invocations.map(({ id }, index) => [id, index]))
  return { count: invocations.length, turnOf: (step) => indexes.get(outermost(step.scope)?.id ?? step.id) ?? 0 }
}

function outermost(scope: Scope | null): Scope | null {
  let found: Scope | null = null
  for (let at = scope; at !== null; at = at.parent) if (at.kind === 'agent') found = at
  return found
}
