import type { Attempt, SpanRef, Step } from '../../model/step.ts'
import { isFailed } from '../step-selector.ts'
import type { StreamEvent, StreamReader } from '../stream-events.ts'
import { largest, type Amount, type Measure } from './measure.ts'
import type { MeasuredRun } from './measured-run.ts'

const notStreamed = { reason: 'no model call is known to be streamed', isIdle: true } as const

/** Nanoseconds to the first token of each streamed try. */
export function timeToFirstToken(view: MeasuredRun, streams: StreamReader, limit: number): Measure {
  return slowest(view, streams, limit, (attempt, events) => {
    const [first] = events.filter(({ kind }) => kind !== 'heartbeat' && kind !== 'terminal')
    return attempt.timeToFirstTokenNano ?? since(attempt, first)
  })
}

/** Nanoseconds to the first content of each streamed try that is no reasoning: reasoning alone shows the user nothing. */
export function timeToFirstVisibleToken(view: MeasuredRun, streams: StreamReader, limit: number): Measure {
  return slowest(view, streams, limit, (attempt, events) => {
    const visible = events.find(
      ({ kind, isReasoning }) => kind === 'visible' || (kind === 'chunk' && isReasoning === false),
    )
    if (visible !== undefined) return since(attempt, visible)
    // Without reasoning the first token is one that shows.
    return attempt.usage?.reasoning === 0 ? attempt.timeToFirstTokenNano : null
  })
}

function slowest(
  view: MeasuredRun,
  streams: StreamReader,
  limit: number,
  measure: (attempt: Attempt, events: readonly StreamEvent[]) => number | null,
): Measure {
  const amounts: Amount[] = []
  const silent: SpanRef[] = []
  let hasStreams = false
  for (const attempt of modelTries(view.steps)) {
    const events = streams.eventsOf(view.run, attempt)
    const isSaid = streams.isStreamed(view.run, attempt)
    const isStreamed = isSaid ?? (attempt.timeToFirstTokenNano !== null || events.length > 0 ? true : null)
    const amount = isStreamed === false ? null : measure(attempt, events)
    const span = attempt.spans[0]!
    if (isStreamed === true) hasStreams = true
    if (amount !== null) amounts.push({ span, amount })
    // A try that failed before its first token has none, and one that is not streamed either.
    else if (isStreamed !== false && !isFailed(attempt.status)) silent.push(span)
  }
  const unsure = modelTries(view.maybe).map(({ spans }) => spans[0]!)
  if (!hasStreams && unsure.length === 0) return { value: 0, rests: notStreamed }
  return {
    ...largest(amounts, limit),
    unknown: [...silent, ...unsure],
    reason: 'first-token-unknown',
    holes: view.scoped.holes(),
  }
}

function modelTries(steps: readonly Step[]): readonly Attempt[] {
  return steps.flatMap(({ kind, attempts }) => (kind === 'model' ? attempts : []))
}

function since({ startUnixNano }: Attempt, event: StreamEvent | undefined): number | null {
  if (startUnixNano === null || event === undefined || event.at === null || event.at < startUnixNano) return null
  return Number(event.at - startUnixNano)
}
