import type { Usage } from '../../model/span-facts.ts'
import type { SpanRef } from '../../model/step.ts'
import type { Call } from './calls.ts'
import type { RetainedFacts } from './evidence.ts'
import type { DisjointSets } from './disjoint-sets.ts'
import { containsSpan, type FactSpan } from './fact-tree.ts'
import { refOf } from './make-steps.ts'

/** Tokens and cost that count: those of one model call, or of a sum whose calls do not say theirs. */
export interface CountedUsage {
  readonly span: SpanRef
  /** Null where unknown; an estimate of a platform is not known. */
  readonly usage: Usage | null
  /** The cost that was recorded, in USD. */
  readonly costUsd: number | null
  readonly provider: string | null
  readonly responseModel: string | null
  readonly requestModel: string | null
  readonly startUnixNano: bigint | null
}

export interface CountedUsages {
  readonly counted: readonly CountedUsage[]
  /** Spans that sum up usage which no model call inside them reports: their sums count. */
  readonly sums: readonly FactSpan[]
  /** Of these, spans that hold no model call at all: how many there were is unknown. */
  readonly hidden: readonly FactSpan[]
}

/**
 * Usage counts where it was measured: at model calls. What agents, workflows, groups and model spans with other model calls
 * inside say is a sum; it counts only where nothing inside reports usage, and then stands for the calls inside. A sum is
 * never compared with its parts: instrumentations write the last call, the first, or neither. Spans that `sets` join are
 * one, whichever of them says it.
 */
export function countUsage(
  spans: readonly FactSpan[],
  sets: DisjointSets,
  calls: readonly Call[],
  callOfSpan: (index: number) => Call | undefined,
): CountedUsages {
  const isModelCall = ({ index }: FactSpan): boolean => callOfSpan(index)?.kind === 'model'
  const isMeasured = ({ facts }: FactSpan): boolean => measuredUsage(facts) !== null
  const measured = countInside(spans, isMeasured)
  const modelCalls = countInside(spans, isModelCall)
  const sums: { readonly giver: FactSpan; readonly outermost: readonly FactSpan[] }[] = []
  const giving = new Set<number>()
  for (const span of spans) if (isMeasured(span) && !isModelCall(span)) giving.add(sets.groupOf(span.index))
  const givingSpans = giving.size === 0 ? [] : spans.filter(({ index }) => giving.has(sets.groupOf(index)))
  for (const joined of Map.groupBy(givingSpans, ({ index }) => sets.groupOf(index)).values()) {
    const giver = joined.find(isMeasured)!
    if (isModelCall(giver)) continue
    const outermost = withoutContained(joined)
    const own = joined.filter(isMeasured).length
    if (outermost.reduce((sum, span) => sum + measured(span), 0) === own) sums.push({ giver, outermost })
  }
  const isCovered = coveredBy(sums.flatMap(({ outermost }) => outermost))
  const models = calls.filter((call) => call.kind === 'model' && !isCovered(call.spans[0].index))
  const givers = sums.map(({ giver }) => giver)
  return {
    counted: [
      ...models.map((call) => usageOf(call.facts, call.spans[0], call)),
      ...givers.map((span) => usageOf(span.facts, span, span.span)),
    ],
    sums: givers,
    hidden: sums.filter(({ outermost }) => outermost.every((span) => modelCalls(span) === 0)).map(({ giver }) => giver),
  }
}

/** How many spans that `isCounted` a span is or contains. */
function countInside(spans: readonly FactSpan[], isCounted: (span: FactSpan) => boolean): (span: FactSpan) => number {
  const before = new Int32Array(spans.length + 1)
  for (const span of spans) before[span.index + 1] = before[span.index]! + (isCounted(span) ? 1 : 0)
  return ({ index, last }) => before[last + 1]! - before[index]!
}

/** Of spans in the order of a walk down the tree, those that none of the others contains. */
function withoutContained(spans: readonly FactSpan[]): FactSpan[] {
  const outermost: FactSpan[] = []
  for (const span of spans) {
    const last = outermost.at(-1)
    if (last === undefined || !containsSpan(last, span)) outermost.push(span)
  }
  return outermost
}

function usageOf(
  facts: RetainedFacts,
  { span }: FactSpan,
  { startUnixNano }: Pick<Call, 'startUnixNano'>,
): CountedUsage {
  return {
    span: refOf(span),
    usage: measuredUsage(facts),
    costUsd: facts.costUsd,
    provider: facts.provider,
    responseModel: facts.responseModel,
    requestModel: facts.requestModel,
    startUnixNano,
  }
}

/** Usage that says at least one number and is no estimate. */
export function measuredUsage({ usage, isUsageEstimated }: RetainedFacts): Usage | null {
  if (usage === null || isUsageEstimated) return null
  return usage.input === null && usage.output === null ? null : usage
}

/** Whether an index lies inside one of the spans, none of which contains another. */
function coveredBy(spans: readonly FactSpan[]): (index: number) => boolean {
  const sorted = spans.toSorted((left, right) => left.index - right.index)
  return (index) => {
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (sorted[middle]!.last < index) low = middle + 1
      else high = middle
    }
    return low < sorted.length && sorted[low]!.index < index
  }
}
