import type { WireCall } from '../../model/span-facts.ts'
import type { RunSpan } from '../run.ts'
import type { Call } from './calls.ts'
import type { FactTree } from './fact-tree.ts'

/**
 * How often the SDK and the wire below each call tried, first try included: the most of what its spans say, how often its
 * HTTP requests say they were resent, its requests to one URL (of a model call only: a tool may well ask one URL twice), and
 * the tries a harness marked. A call without any of these is absent: its tries are unknown.
 */
export function countLayerTries(
  calls: readonly Call[],
  tree: FactTree,
  callOfSpan: (index: number) => Call | undefined,
  harnessTries: ReadonlyMap<Call, readonly RunSpan[]>,
): ReadonlyMap<Call, number> {
  const most = new Map<Call, number>()
  const atLeast = (call: Call, tries: number): void => {
    if (tries > (most.get(call) ?? 0)) most.set(call, tries)
  }
  for (const call of calls) {
    if (call.facts.tries !== null) atLeast(call, call.facts.tries)
    const marked = harnessTries.get(call)
    if (marked !== undefined) atLeast(call, marked.length)
  }
  const perUrl = new Map<Call, Map<string, number>>()
  for (const { owner, what } of tree.wireCalls) {
    const call = callOfSpan(owner.index)
    if (call === undefined) continue
    if (what.resendCount !== null) atLeast(call, what.resendCount + 1)
    if (call.kind !== 'model' || what.url === null) continue
    atLeast(call, countUrl(perUrl, call, what))
  }
  return most
}

function countUrl(perUrl: Map<Call, Map<string, number>>, call: Call, wire: WireCall): number {
  let urls = perUrl.get(call)
  if (urls === undefined) perUrl.set(call, (urls = new Map()))
  const key = `${wire.method} ${wire.url}`
  const count = (urls.get(key) ?? 0) + 1
  urls.set(key, count)
  return count
}
