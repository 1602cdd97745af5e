import type { SpanRef, Step } from '../model/step.ts'

/** One try of a step, as a stretch of time; nanoseconds. A step that waits for its next try is not at work. */
export interface Execution {
  readonly step: Step
  readonly span: SpanRef
  readonly start: bigint
  readonly end: bigint
}

export interface Executions {
  /** By start. */
  readonly timed: readonly Execution[]
  /** Steps of which some time is missing, or reversed. */
  readonly untimed: readonly Step[]
}

/** When steps ran. What is pending did not. */
export function executionsOf(steps: readonly Step[]): Executions {
  const timed: Execution[] = []
  const untimed: Step[] = []
  for (const step of steps) {
    let isTimed = true
    for (const { startUnixNano: start, endUnixNano: end, status, spans } of step.attempts) {
      if (status === 'pending') continue
      if (start === null || end === null || end < start) isTimed = false
      else timed.push({ step, span: spans[0]!, start, end })
    }
    if (!isTimed) untimed.push(step)
  }
  timed.sort((one, other) => (one.start < other.start ? -1 : one.start > other.start ? 1 : 0))
  return { timed, untimed }
}

/**
 * What is open with each execution when it starts, itself included, in order of start. One that ends as another starts is
 * not open with it.
 */
export function* openExecutions(timed: readonly Execution[]): Iterable<readonly [Execution, readonly Execution[]]> {
  let open: Execution[] = []
  for (const one of timed) {
    open = open.filter(({ end }) => end > one.start)
    open.push(one)
    yield [one, open]
  }
}

/** How long all of them are open together, in nanoseconds. */
export function overlapOf(executions: readonly Execution[]): bigint {
  const [first, ...rest] = executions as readonly [Execution, ...Execution[]]
  const start = rest.reduce((latest, one) => (one.start > latest ? one.start : latest), first.start)
  const end = rest.reduce((earliest, one) => (one.end < earliest ? one.end : earliest), first.end)
  return end - start
}
