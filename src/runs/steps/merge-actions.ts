import type { DisjointSets } from './disjoint-sets.ts'
import { contentKey } from './evidence.ts'
import { containsSpan, nearestAround, type FactSpan } from './fact-tree.ts'
import { compareTimes, overlap } from './intervals.ts'
import type { Scopes } from './scopes.ts'

/** Kinds that one action can have besides a model call and an agent invocation. */
function isAction({ facts: { kind } }: FactSpan): boolean {
  return kind !== 'model' && kind !== 'agent' && kind !== 'workflow' && kind !== 'group'
}

/**
 * Joins spans of one execution of a tool, retrieval or the like in `sets`:
 * 1. by call id within a scope: spans of which one contains the other, or that overlap and come from different
 *    instrumentations or processes (runtime, client, server), each of which counts once in an execution;
 * 2. without a call id on one side: a span inside another of the same name and equal arguments;
 * 3. a span inside another with the same merge key;
 * 4. the way of a call to a server (MCP) directly inside a tool of the same name, or itself without one, if it is the only one, the two have no two
 *    call ids, and the arguments of one were not captured.
 * Nothing else is joined: a name alone says nothing.
 */
export function mergeActionSpans(spans: readonly FactSpan[], scopes: Scopes, sets: DisjointSets): void {
  const byCallId = new Map<string, FactSpan[]>()
  const repeated = findRepeated(spans)
  const open = new Map<string, Outermost>()
  const isNested = findNested(spans)
  for (const span of spans) {
    if (!isAction(span)) continue
    const { kind, name, callId, mergeKey } = span.facts
    const scope = scopes.around(span)?.index ?? -1
    if (callId !== null && repeated.has(callId)) {
      const key = `${scope} ${kind} ${callId}`
      const known = byCallId.get(key)
      if (known === undefined) byCallId.set(key, [span])
      else known.push(span)
    }
    if (!isNested(span)) continue
    if (mergeKey !== null) joinNested(`key ${kind} ${mergeKey}`, span, open, sets)
    const args = name === null ? null : contentKey(span.facts.args)
    if (args !== null) joinNested(`${scope} ${kind} ${name!.length} ${name}${args}`, span, open, sets)
  }
  for (const same of byCallId.values()) if (same.length > 1) joinExecutions(same, sets)
  joinTransports(spans, sets)
}

/** Rule 4. Outer spans come first, so that a client inside a tool is joined before the server inside the client. */
function joinTransports(spans: readonly FactSpan[], sets: DisjointSets): void {
  if (!spans.some(({ facts }) => facts.isTransport)) return
  const around = nearestAround(
    spans,
    ({ facts }) => facts.kind !== 'group' && facts.kind !== 'workflow',
    () => true,
  )
  const inside = new Map<FactSpan, FactSpan[]>()
  for (const span of spans) {
    const outer = around[span.index]!
    if (span.facts.isTransport !== true || outer === null || !isSameTool(outer, span)) continue
    const known = inside.get(outer)
    if (known === undefined) inside.set(outer, [span])
    else known.push(span)
  }
  for (const [outer, [span, ...others]] of inside) {
    if (others.length === 0) sets.join(outer.index, span!.index)
  }
}

function isSameTool({ facts: outer }: FactSpan, { facts: inner }: FactSpan): boolean {
  return (
    outer.kind === 'tool' &&
    inner.kind === 'tool' &&
    (inner.name === null || inner.name === outer.name) &&
    (inner.callId === null || outer.callId === null || inner.callId === outer.callId) &&
    ('lacks' in inner.args || 'lacks' in outer.args)
  )
}

/** Call ids that more than one action has. */
function findRepeated(spans: readonly FactSpan[]): ReadonlySet<string> {
  const seen = new Set<string>()
  const repeated = new Set<string>()
  for (const span of spans) {
    const { callId } = span.facts
    if (callId === null || !isAction(span)) continue
    if (seen.has(callId)) repeated.add(callId)
    else seen.add(callId)
  }
  return repeated
}

/** Whether an action contains another or lies in one: few do, and only those need to be compared. */
function findNested(spans: readonly FactSpan[]): (span: FactSpan) => boolean {
  const nested = new Uint8Array(spans.length)
  const actionAround = nearestAround(spans, isAction, () => true)
  for (const [index, outer] of actionAround.entries()) {
    if (outer === null || !isAction(spans[index]!)) continue
    nested[index] = 1
    nested[outer.index] = 1
  }
  return ({ index }) => nested[index] === 1
}

/** The outermost of spans that are alike, and the call id of those joined to it. */
interface Outermost {
  readonly span: FactSpan
  callId: string | null
}

/** Rules 2 and 3: joins a span to one like it that contains it, unless each has a call id of its own. */
function joinNested(key: string, span: FactSpan, open: Map<string, Outermost>, sets: DisjointSets): void {
  const { callId } = span.facts
  const outermost = open.get(key)
  // Spans come in the order of a walk down the tree, so that the last outermost one is the only candidate.
  if (outermost === undefined || !containsSpan(outermost.span, span)) open.set(key, { span, callId })
  else if (callId === null || outermost.callId === null || callId === outermost.callId) {
    sets.join(outermost.span.index, span.index)
    outermost.callId ??= callId
  }
}

/** Rule 1, for spans of one call id. */
function joinExecutions(same: readonly FactSpan[], sets: DisjointSets): void {
  const sorted = same.toSorted(
    (left, right) =>
      compareTimes(left.span.startUnixNano, right.span.startUnixNano) ||
      compareTimes(right.span.endUnixNano, left.span.endUnixNano) ||
      left.index - right.index,
  )
  let current = sorted[0]!
  let producers = new Set([producerOf(current)])
  let widest = current
  for (const span of sorted.slice(1)) {
    const producer = producerOf(span)
    const isPart =
      containsSpan(widest, span) ||
      containsSpan(span, widest) ||
      (!producers.has(producer) && overlap(widest.span, span.span) === true)
    if (isPart) {
      sets.join(current.index, span.index)
      producers.add(producer)
      if (containsSpan(span, widest)) widest = span
    } else {
      current = span
      widest = span
      producers = new Set([producer])
    }
  }
}

function producerOf({ evidence }: FactSpan): string {
  return `${evidence.resource} ${evidence.instrumentation}`
}
