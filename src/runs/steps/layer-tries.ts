import type { RunSpan } from '../run.ts'
import type { Call } from './calls.ts'
import type { FactTree, WireRequest } from './fact-tree.ts'
import { compareTimes } from './intervals.ts'

/**
 * How often the SDK and the wire below each call tried, first try included: the most of what its spans say, how often its
 * HTTP requests say they were resent, its requests to one URL, and the tries a harness marked. Of a model call the requests
 * of a gateway count too, over all that the client sent to it. A tool may well ask one URL twice, and services behind it
 * retry for themselves. By position of a call; of a call without any of these the tries are unknown.
 */
export function countLayerTries(
  calls: readonly Call[],
  tree: FactTree,
  callOfSpan: (index: number) => Call | undefined,
  harnessTries: ReadonlyMap<Call, readonly RunSpan[]>,
): readonly (number | undefined)[] {
  const most: (number | undefined)[] = calls.map(() => undefined)
  const atLeast = (call: Call, tries: number): void => {
    if (tries > (most[call.index] ?? 0)) most[call.index] = tries
  }
  for (const call of calls) {
    if (call.facts.tries !== null) atLeast(call, call.facts.tries)
    const marked = harnessTries.get(call)
    if (marked !== undefined) atLeast(call, marked.length)
  }
  for (const [call, requests] of requestsByCall(tree, callOfSpan)) {
    for (const { what, isForwarded } of requests) {
      if (what.resendCount !== null && (call.kind === 'model' || !isForwarded)) atLeast(call, what.resendCount + 1)
    }
    if (call.kind === 'model') atLeast(call, triesOf(requests))
  }
  return most
}

/**
 * The requests of each call's client: those below the innermost of its spans that has any. What a framework around the client
 * asks of its own servers is no try of the model call.
 */
function requestsByCall(
  tree: FactTree,
  callOfSpan: (index: number) => Call | undefined,
): ReadonlyMap<Call, readonly WireRequest[]> {
  const innermost = new Map<Call, number>()
  for (const { owner } of tree.wireCalls) {
    const call = callOfSpan(owner.index)
    // Of the spans of one call, an inner one comes later.
    if (call !== undefined) innermost.set(call, Math.max(owner.index, innermost.get(call) ?? -1))
  }
  const requests = new Map<Call, WireRequest[]>()
  for (const request of tree.wireCalls) {
    const call = callOfSpan(request.owner.index)
    if (call === undefined || innermost.get(call) !== request.owner.index) continue
    const known = requests.get(call)
    if (known === undefined) requests.set(call, [request])
    else known.push(request)
  }
  return requests
}

/** The most tries of one URL: a request is a further try only if the one before it did not succeed, as far as is known. */
function triesOf(requests: readonly WireRequest[]): number {
  const tries = new Map<string, { count: number; most: number }>()
  for (const { what, span } of requests.toSorted((one, other) =>
    compareTimes(one.span.startUnixNano, other.span.startUnixNano),
  )) {
    if (what.url === null) continue
    const key = `${what.method} ${what.url}`
    const known = tries.get(key) ?? { count: 0, most: 0 }
    known.count += 1
    known.most = Math.max(known.most, known.count)
    if (hasSucceeded({ what, span })) known.count = 0
    tries.set(key, known)
  }
  return [...tries.values()].reduce((most, one) => Math.max(most, one.most), 0)
}

/** Without a status code nobody knows. */
function hasSucceeded({ what, span }: Pick<WireRequest, 'what' | 'span'>): boolean {
  return span.status !== 'error' && what.statusCode !== null && what.statusCode < 400
}
