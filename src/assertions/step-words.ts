import type { Scope, Step } from '../model/step.ts'
import { listOf } from './step-selector.ts'

const listedSteps = 20

/** Ids of steps for a finding's data; of many, the first. */
export function listedIds(steps: readonly Step[]): readonly string[] {
  return steps.slice(0, listedSteps).map(({ id }) => id)
}

/** Names of a contract in a sentence: `a`, `b` or `c`. */
export function namesInWords(names: unknown): string {
  const all = listOf(names).map((name) => `\`${String(name)}\``)
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`
}

/** The agents and workflows around a step, outermost first: `support/billing`. */
export function scopePath(scope: Scope | null): string {
  const names: string[] = []
  for (let at = scope; at !== null; at = at.parent) names.push(at.name ?? `(${at.kind})`)
  return names.toReversed().join('/')
}
