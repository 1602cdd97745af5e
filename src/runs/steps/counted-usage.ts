import type { Usage } from '../../model/span-facts.ts'
import type { SpanRef } from '../../model/step.ts'
import type { Call } from './calls.ts'
import type { RetainedFacts } from './evidence.ts'
import type { FactSpan } from './fact-tree.ts'
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
 * never compared with its parts: instrumentations write the last call, the first, or neither.
 */
export function countUsage(
  spans: readonly FactSpan[],
  calls: readonly Call[],
  callOfSpan: (index: number) => Call | undefined,
): CountedUsages {
  const reportsInside = new Uint8Array(spans.length)
  const holdsCall = new Uint8Array(spans.length)
  const isModelCall = (span: FactSpan): boolean => callOfSpan(span.index)?.kind === 'model'
  const sums: FactSpan[] = []
  for (const span of spans.toReversed()) {
    const isMeasured = measuredUsage(span.facts) !== null
    if (isMeasured && reportsInside[span.index] === 0 && !isModelCall(span)) sums.push(span)
    if (span.parent === null) continue
    if (isMeasured || reportsInside[span.index] === 1) reportsInside[span.parent.index] = 1
    if (isModelCall(span) || holdsCall[span.index] === 1) holdsCall[span.parent.index] = 1
  }
  sums.reverse()
  const isCovered = coveredBy(sums)
  const models = calls.filter((call) => call.kind === 'model' && !isCovered(call.spans[0].index))
  return {
    counted: [
      ...models.map((call) => usageOf(call.facts, call.spans[0], call)),
      ...sums.map((span) => usageOf(span.facts, span, span.span)),
    ],
    sums,
    hidden: sums.filter(({ index }) => holdsCall[index] === 0),
  }
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

/** Whether an index lies inside one of the spans, which are in order and none of which contains another. */
function coveredBy(sums: readonly FactSpan[]): (index: number) => boolean {
  return (index) => {
    let [low, high] = [0, sums.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (sums[middle]!.last < index) low = middle + 1
      else high = middle
    }
    return low < sums.length && sums[low]!.index < index
  }
}
