import type { FindingData } from '../model/finding.ts'
import type { Span } from '../model/span.ts'
import { raiseAttributeLimit } from './dropped.ts'
import type { Description } from './rule.ts'

/** How many events of a name a span has, log records that carry its ids included. */
export function countEvents(span: Span, name: string): number {
  let count = 0
  for (const event of span.events) if (event.name === name) count += 1
  return count
}

/** Words for a fact whose clause may not hold for the span, `what` being the fact as a clause; else undefined. */
export function describeOpenCondition(data: FindingData, what: string): Description | undefined {
  if (data['condition'] !== 'open') return undefined
  return {
    message: `whether ${what} is undecided: lost evidence of the span leaves its condition open`,
    help: raiseAttributeLimit('span'),
  }
}

/** How to stop an SDK from dropping events. Source: OpenTelemetry SDK environment variables, limits. */
export const raiseEventLimit = 'raise `OTEL_SPAN_EVENT_COUNT_LIMIT` so that the span keeps all its events'
