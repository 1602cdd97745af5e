import type { StepStatus, Usage } from '../../model/span-facts.ts'
import type { StepContent, StepSpan } from '../../model/step.ts'
import type { RetainedFacts } from './evidence.ts'
import type { FactSpan } from './fact-tree.ts'
import { isVersionOf } from './merge-models.ts'

/** The facts of one call, and what each of its spans gave to them. */
export interface MergedFacts {
  readonly facts: RetainedFacts
  readonly spans: readonly StepSpan[]
}

/** How the names under which dialects note their keys differ from those of the facts. */
const factOfKey: Readonly<Record<string, string>> = {
  toolName: 'name',
  resends: 'tries',
  timeToFirstToken: 'timeToFirstTokenNano',
}

/**
 * One set of facts from the spans of one call, outermost first. For each fact the outermost span that knows it is believed,
 * unless an inner one is more specific: a dated model, a finish reason other than `stop`, a failure, a content that was
 * captured, more of the usage. The provider is that of the innermost span, next to the wire.
 */
export function mergeFacts(spans: readonly [FactSpan, ...FactSpan[]]): MergedFacts {
  const [outermost, ...rest] = spans
  if (rest.length === 0) return { facts: outermost.facts, spans: [stepSpan(outermost, outermost.facts.keys)] }
  // Where spans note no keys, nobody asks who gave a fact.
  const givers = spans.some(({ facts: { keys } }) => Object.keys(keys).length > 0)
    ? new Map<string, FactSpan>()
    : undefined
  const choose = <Fact extends keyof RetainedFacts>(
    fact: Fact,
    isBetter: (value: RetainedFacts[Fact], chosen: RetainedFacts[Fact]) => boolean = () => false,
  ): RetainedFacts[Fact] => {
    let giver: FactSpan = outermost
    for (const span of rest) {
      const value = span.facts[fact]
      const chosen = giver.facts[fact]
      if (value !== null && (chosen === null || isBetter(value, chosen))) giver = span
    }
    givers?.set(fact, giver)
    return giver.facts[fact]
  }
  const longer = (value: readonly unknown[] | null, chosen: readonly unknown[] | null): boolean =>
    value!.length > chosen!.length
  const isMeasured = spans.some(({ facts }) => facts.usage !== null && !facts.isUsageEstimated)
  const facts: RetainedFacts = {
    dialect: outermost.facts.dialect,
    kind: outermost.facts.kind,
    name: choose('name'),
    agent: choose('agent'),
    conversation: choose('conversation'),
    callId: choose('callId'),
    args: choose('args', isMoreContent),
    result: choose('result', isMoreContent),
    status: choose('status', (value, chosen) => statusRank[value] > statusRank[chosen]),
    errorType: choose('errorType', (_value, chosen) => chosen === '_OTHER'),
    provider: choose('provider', () => true),
    requestModel: choose('requestModel', isMoreSpecificModel),
    responseModel: choose('responseModel', isMoreSpecificModel),
    responseId: choose('responseId'),
    usage: mergeUsage(spans, isMeasured, givers),
    isUsageEstimated: !isMeasured && spans.some((span) => span.facts.isUsageEstimated),
    costUsd: choose('costUsd'),
    timeToFirstTokenNano: choose('timeToFirstTokenNano'),
    finishReason: choose('finishReason', (value, chosen) => chosen === 'stop' && value !== 'stop'),
    requests: choose('requests', longer),
    answers: choose('answers', longer),
    turn: choose('turn'),
    attempt: choose('attempt'),
    tries: choose('tries', (value, chosen) => value! > chosen!),
    handoffTo: choose('handoffTo'),
    mergeKey: choose('mergeKey'),
    isOutput: choose('isOutput', (value) => value),
    keys: {},
  }
  return {
    facts,
    spans: spans.map((span) => stepSpan(span, givers === undefined ? span.facts.keys : takenKeys(span, givers))),
  }
}

function stepSpan({ span, facts }: FactSpan, keys: StepSpan['keys']): StepSpan {
  return { traceId: span.traceId, spanId: span.spanId, name: span.name, dialect: facts.dialect, keys }
}

function takenKeys(span: FactSpan, givers: ReadonlyMap<string, FactSpan>): StepSpan['keys'] {
  return Object.fromEntries(
    Object.entries(span.facts.keys).filter(([fact]) => givers.get(factOfKey[fact] ?? fact) === span),
  )
}

/** A failure is a fact, whichever of the spans has it. */
const statusRank: Readonly<Record<StepStatus, number>> = { pending: 0, unset: 1, ok: 2, cancelled: 3, error: 4 }

function isMoreSpecificModel(value: string | null, chosen: string | null): boolean {
  return value !== chosen && isVersionOf(value!, chosen!)
}

function isMoreContent(value: StepContent, chosen: StepContent): boolean {
  return contentRank(value) > contentRank(chosen)
}

function contentRank(content: StepContent): number {
  if (!('lacks' in content)) return 2
  return content.lacks === 'not-captured' ? 0 : 1
}

const usageParts = ['input', 'output', 'cachedInput', 'cacheWrite', 'reasoning'] as const

/** The usage that says most, its unknown parts filled by the others; an estimate only where nothing is measured. */
function mergeUsage(
  spans: readonly FactSpan[],
  isMeasured: boolean,
  givers: Map<string, FactSpan> | undefined,
): RetainedFacts['usage'] {
  const usable = spans.filter(({ facts }) => facts.usage !== null && !(isMeasured && facts.isUsageEstimated))
  const ranked = usable.toSorted((left, right) => knownParts(right) - knownParts(left))
  if (ranked.length === 0) return null
  const part = (name: keyof Usage): number | null => {
    const giver = ranked.find(({ facts }) => facts.usage![name] !== null)
    if (giver !== undefined) givers?.set(name, giver)
    return giver?.facts.usage![name] ?? null
  }
  return {
    input: part('input'),
    output: part('output'),
    cachedInput: part('cachedInput'),
    cacheWrite: part('cacheWrite'),
    reasoning: part('reasoning'),
  }
}

function knownParts({ facts: { usage } }: FactSpan): number {
  return usageParts.filter((name) => usage![name] !== null).length
}
