import type { Span } from '../model/span.ts'
import type { Fact } from './rule.ts'

/** How many events of a name a span has, log records that carry its ids included. */
export function countEvents(span: Span, name: string): number {
  let count = 0
  for (const event of span.events) if (event.name === name) count += 1
  return count
}

/** Asks several checks of one span; undefined when none has anything to say. */
export function collectFacts(checks: readonly ((span: Span) => Fact | undefined)[], span: Span): Fact[] | undefined {
  let facts: Fact[] | undefined
  for (const check of checks) {
    const fact = check(span)
    if (fact !== undefined) (facts ??= []).push(fact)
  }
  return facts
}

/** How to stop an SDK from dropping events. Source: OpenTelemetry SDK environment variables, limits. */
export const raiseEventLimit = 'raise `OTEL_SPAN_EVENT_COUNT_LIMIT` so that the span keeps all its events'
