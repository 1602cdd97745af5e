import type { Content, StepStatus } from '../model/span-facts.ts'
import type { Span } from '../model/span.ts'
import { isValueMap } from '../model/value.ts'

/** Error types by which runtimes say that the caller gave up. */
const cancellations = new Set([
  'cancelled',
  'canceled',
  'CANCELLED',
  'AbortError',
  'CancelledError',
  'asyncio.CancelledError',
  'asyncio.exceptions.CancelledError',
  'context.Canceled',
  'context canceled',
  'OperationCanceledException',
  'System.OperationCanceledException',
  'TaskCanceledException',
  'System.Threading.Tasks.TaskCanceledException',
  'java.util.concurrent.CancellationException',
])

/** Status of a span itself. An exception event alone is no failure, and no message is searched for words. */
export function statusOf(span: Span, errorType: string | null, result: Content): StepStatus {
  if (span.status.code === 'error' || errorType !== null || isFlaggedError(result)) {
    return errorType !== null && cancellations.has(errorType) ? 'cancelled' : 'error'
  }
  return span.status.code === 'ok' || 'value' in result ? 'ok' : 'unset'
}

/** Type of the last exception event, which says what an error status was about and nothing on its own. */
export function exceptionTypeOf(span: Span): string | null {
  if (span.status.code !== 'error') return null
  const type = span.events.findLast(({ name }) => name === 'exception')?.attributes.get('exception.type')
  return typeof type === 'string' && type !== '' ? type : null
}

/** A tool's own word that it failed: `isError` of MCP, `is_error` of Anthropic. */
function isFlaggedError(result: Content): boolean {
  if (!('value' in result) || !isValueMap(result.value)) return false
  return result.value['isError'] === true || result.value['is_error'] === true
}
