import type { Step } from '../model/step.ts'
import type { StepOrder } from '../runs/index.ts'

const listedSteps = 60

/** Steps in order of time for a finding, each in a word or two; concurrent neighbours stand in one inner list. */
export function observedSteps(
  steps: readonly Step[],
  order: Pick<StepOrder, 'before'>,
): readonly (string | readonly string[])[] {
  const groups: Step[][] = []
  for (const step of steps.slice(0, listedSteps)) {
    const last = groups.at(-1)
    if (last === undefined || last.every((one) => order.before(one, step))) groups.push([step])
    else last.push(step)
  }
  const shown = groups.map((group) => (group.length === 1 ? stepWords(group[0]!) : group.map(stepWords)))
  return steps.length > listedSteps ? [...shown, `… ${steps.length - listedSteps} more`] : shown
}

/** A step's name, and what became of it where that is not that it went well. */
export function stepWords({ kind, name, status, errorType, attempts }: Step): string {
  const called = `${kind === 'tool' ? '' : `${kind} `}${name ?? '(unnamed)'}`
  const tries = attempts.length > 1 ? ` ×${attempts.length}` : ''
  const end = status === 'error' ? (errorType ?? 'failed') : status
  return `${called}${tries}${status === 'ok' || status === 'unset' ? '' : ` (${end})`}`
}
