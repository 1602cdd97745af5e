import type { StepKind } from '../../model/span-facts.ts'
import type { Scope, StepSpan } from '../../model/step.ts'
import { contentKey, type RetainedFacts } from './evidence.ts'
import type { DisjointSets } from './disjoint-sets.ts'
import { containsSpan, nearestAround, type FactSpan } from './fact-tree.ts'
import { compareNumbers, compareTexts, compareTimes, type Interval } from './intervals.ts'
import { mergeFacts } from './merge-facts.ts'
import type { Scopes } from './scopes.ts'

/** One execution, however many spans recorded it: a step, or one try of a step. */
export interface Call extends Interval {
  /** Position in the order of calls. */
  index: number
  readonly kind: StepKind
  readonly facts: RetainedFacts
  /** Outermost first. */
  readonly spans: readonly [FactSpan, ...FactSpan[]]
  readonly stepSpans: readonly StepSpan[]
  readonly scope: Scope | null
  /** The keys by which its arguments compare; null where they cannot. */
  readonly argsKey: string | null
}

/** Makes one call of each set of joined spans; workflows, groups and sums of calls are none. */
export function makeCalls(
  spans: readonly FactSpan[],
  scopes: Scopes,
  sets: DisjointSets,
  isSum: (span: FactSpan) => boolean,
): Call[] {
  const groups: [FactSpan, ...FactSpan[]][] = []
  /** Position in `groups` and one, by the name of the set; 0 for none. */
  const placeOf = new Int32Array(spans.length)
  for (const span of spans) {
    const { kind } = span.facts
    if (kind === 'workflow' || kind === 'group' || isSum(span)) continue
    const set = sets.groupOf(span.index)
    const place = placeOf[set]!
    if (place === 0) placeOf[set] = groups.push([span])
    else groups[place - 1]!.push(span)
  }
  const sumAround = nearestAround(spans, isSum, ({ facts }) => facts.kind === 'group')
  const calls = groups
    .map((group) => makeCall(group, scopes.around(group[0]), sumAround[group[0].index]!))
    .sort(compareCalls)
  for (const [index, call] of calls.entries()) call.index = index
  return calls
}

function makeCall(spans: readonly [FactSpan, ...FactSpan[]], scope: Scope | null, sum: FactSpan | null): Call {
  const { facts: merged, spans: stepSpans } = mergeFacts(spans)
  const facts = sum === null ? merged : withModelOf(sum.facts, merged)
  // What another span of the call contains adds nothing to its time, and its clock may be another.
  let start: bigint | null = spans[0].span.startUnixNano
  let end: bigint | null = spans[0].span.endUnixNano
  let outer = spans[0]
  for (const span of spans) {
    if (span === outer || containsSpan(outer, span)) continue
    outer = span
    const { startUnixNano, endUnixNano } = span.span
    if (startUnixNano === null || start === null) start = null
    else if (startUnixNano < start) start = startUnixNano
    if (endUnixNano === null || end === null) end = null
    else if (endUnixNano > end) end = endUnixNano
  }
  return {
    index: 0,
    kind: facts.kind as StepKind,
    facts,
    spans,
    stepSpans,
    scope,
    startUnixNano: start,
    endUnixNano: end,
    argsKey: contentKey(facts.args),
  }
}

/** A call that names no model is one of the model that the sum around it names. */
function withModelOf(sum: RetainedFacts, facts: RetainedFacts): RetainedFacts {
  if (facts.kind !== 'model' || facts.requestModel !== null || facts.responseModel !== null) return facts
  const { requestModel, responseModel } = sum
  return {
    ...facts,
    name: facts.name ?? sum.name,
    provider: facts.provider ?? sum.provider,
    requestModel,
    responseModel,
  }
}

/** Start, turn, end, kind, name, arguments, id: the order in which what is not ordered is listed. */
function compareCalls(one: Call, other: Call): number {
  return (
    compareTimes(one.startUnixNano, other.startUnixNano) ||
    compareNumbers(one.facts.turn, other.facts.turn) ||
    compareTimes(one.endUnixNano, other.endUnixNano) ||
    compareTexts(one.kind, other.kind) ||
    compareTexts(one.facts.name, other.facts.name) ||
    compareTexts(one.argsKey, other.argsKey) ||
    compareTexts(one.spans[0].span.spanId, other.spans[0].span.spanId) ||
    compareTexts(one.spans[0].span.traceId, other.spans[0].span.traceId)
  )
}
