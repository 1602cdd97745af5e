import type { SpanRef, Step } from '../../model/step.ts'
import type { Run, RunSpan } from '../../runs/index.ts'
import { faultsOf } from './run-labels.ts'

/**
 * Types that providers, their SDKs and runtimes give errors of the provider itself, of the network and of quotas, without
 * qualifier, case, separators and the ending `Error` or `Exception`.
 */
const infraTypes = new Set([
  // The provider.
  'api',
  'server',
  'internal',
  'internalserver',
  'serviceunavailable',
  'unavailable',
  'overloaded',
  'badgateway',
  'gatewaytimeout',
  // The network.
  'apiconnection',
  'apiconnectiontimeout',
  'apitimeout',
  'connection',
  'connect',
  'connecttimeout',
  'connectionreset',
  'connectionrefused',
  'readtimeout',
  'timeout',
  'deadlineexceeded',
  'econnrefused',
  'econnreset',
  'econnaborted',
  'etimedout',
  'enotfound',
  'eaiagain',
  'epipe',
  'undconnecttimeout',
  'undheaderstimeout',
  'undbodytimeout',
  'undsocket',
  // Quotas.
  '429',
  'ratelimit',
  'ratelimitexceeded',
  'toomanyrequests',
  'insufficientquota',
  'resourceexhausted',
  'throttling',
  'throttled',
  'billing',
])

/** Whether an error type is one of provider, network or quota. No message is read: words in it prove nothing. */
export function isInfraErrorType(type: string): boolean {
  const name = /[^./:]*$/.exec(type)![0]
  if (/^5\d\d$/.test(name)) return true
  const plain = name
    .replaceAll(/[-_\s]/g, '')
    .toLowerCase()
    .replace(/(?:error|exception)$/, '')
  return infraTypes.has(plain)
}

/**
 * Whether such an error ended the run: its last model call failed by one that no fault schedule injected. A call after it
 * shows that the agent went on, and then what it did counts.
 */
export function endsInInfraError(run: Run, steps: readonly Step[]): boolean {
  const last = steps.findLast(({ kind }) => kind === 'model')
  if (last === undefined || last.status !== 'error' || last.errorType === null) return false
  return isInfraErrorType(last.errorType) && !last.spans.some((ref) => isInjected(run, ref))
}

/** A fault is marked on the try that it hits, which may lie below the span of the step. */
function isInjected(run: Run, { traceId, spanId }: SpanRef): boolean {
  const top = run.find(traceId, spanId)
  const open: RunSpan[] = top === undefined ? [] : [top]
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    if (faultsOf(span).length > 0) return true
    for (const child of span.children) open.push(child)
  }
  return false
}
