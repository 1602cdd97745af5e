import type { Content, FactKind, SpanFacts, Usage } from '../model/span-facts.ts'
import type { Span } from '../model/span.ts'
import { notCaptured, readContent } from './content.ts'
import type { Claims } from './claims.ts'
import type { Dialect, SpanClass, TextFact, TokenFact } from './dialect.ts'
import { finishReasonOf } from './finish-reason.ts'
import { textOf } from './keys.ts'
import { amountOf, countOf } from './numbers.ts'
import { exceptionTypeOf, statusOf } from './status.ts'
import { isOutputFunction, toolOfSpanName } from './tool-name.ts'
import { withCacheInInput } from './usage.ts'

/** Kinds whose input and output are read: those of models and agents are conversations, not arguments and results. */
const kindsWithContent: ReadonlySet<FactKind> = new Set(['tool', 'retrieval', 'handoff', 'plan', 'memory'])

const noTokens: Usage = { input: null, output: null, cachedInput: null, cacheWrite: null, reasoning: null }
const tokenFacts = Object.keys(noTokens) as readonly TokenFact[]

/**
 * What a span says by the dialects that recognise it, primary first: the first that can classifies, and for every fact
 * the first that has a value gives it. Undefined where none can tell what the span records.
 */
export function readFacts(span: Span, claims: Claims): SpanFacts | undefined {
  const { dialects } = claims
  const classified = classify(span, dialects)
  if (classified === undefined) return undefined
  const { dialect, kind } = classified
  // Names of facts are our own, so that a plain object holds them; one without a prototype takes several times the memory.
  const keys: Record<string, string> = {}
  const text = (fact: TextFact): string | null => readText(span, claims, fact, keys)

  const hasContent = kindsWithContent.has(kind)
  const args = hasContent ? contentFact(span, claims, 'args', keys) : notCaptured
  const result = hasContent ? contentFact(span, claims, 'result', keys) : notCaptured
  const errorType = text('errorType') ?? errorTypeOf(span, keys)
  const requestModel = text('requestModel')
  const responseModel = text('responseModel')
  const agent = text('agent')
  const name = nameOf(span, claims, classified, { agent, model: requestModel ?? responseModel }, keys)
  const said = kind === 'model' ? firstNonNull(dialects, (claim) => claim.requests?.(span)) : null
  const reason = finishReason(span, claims, keys)
  const resends = numberFact(span, claims, 'resends', keys)

  const facts: SpanFacts = {
    dialect: dialect.id,
    kind,
    name,
    agent,
    conversation: text('conversation'),
    callId: text('callId'),
    args,
    result,
    status: statusOf(span, errorType, result),
    errorType,
    provider: text('provider'),
    requestModel,
    responseModel,
    responseId: text('responseId'),
    usage: usageOf(span, claims, keys),
    isUsageEstimated: false,
    costUsd: numberFact(span, claims, 'costUsd', keys),
    timeToFirstTokenNano: timeToFirstToken(span, claims, keys),
    // Several instrumentations write `stop` for an output that only asks for tools.
    finishReason: reason === 'stop' && said !== null && said.length > 0 ? 'tool_call' : reason,
    // Others lose the calls of an output that they say asks for some.
    requests: reason === 'tool_call' && said?.length === 0 ? null : said,
    answers: kind === 'model' ? firstNonNull(dialects, (claim) => claim.answers?.(span)) : null,
    turn: null,
    attempt: numberFact(span, claims, 'attempt', keys),
    tries: resends === null ? null : resends + 1,
    handoffTo: text('handoffTo'),
    mergeKey: text('mergeKey'),
    isOutput: kind === 'tool' && isOutputFunction(name),
    keys,
  }
  let refined = facts
  for (let at = dialects.length - 1; at >= 0; at--) {
    const { refine } = dialects[at]!
    if (refine !== undefined) refined = { ...refined, ...refine(span, refined) }
  }
  return refined
}

/** `error.type` is OpenTelemetry's own, whatever the dialect. */
function errorTypeOf(span: Span, keys: Record<string, string>): string | null {
  const type = textOf(span, 'error.type')
  if (type !== null) keys['errorType'] = 'error.type'
  return type ?? exceptionTypeOf(span)
}

function classify(span: Span, claims: readonly Dialect[]): (SpanClass & { readonly dialect: Dialect }) | undefined {
  for (const dialect of claims) {
    const found = dialect.classify(span)
    if (found !== undefined) return { ...found, dialect }
  }
  return undefined
}

function nameOf(
  span: Span,
  claims: Claims,
  classified: SpanClass,
  said: { readonly agent: string | null; readonly model: string | null },
  keys: Record<string, string>,
): string | null {
  switch (classified.kind) {
    case 'tool':
      return readText(span, claims, 'toolName', keys) ?? classified.name ?? toolOfSpanName(span.name)
    case 'agent':
      return classified.name ?? said.agent
    case 'model':
      return classified.name ?? said.model
    default:
      return classified.name
  }
}

/** Reads the keys of a fact, best first, until one gives a value, and notes the key. */
function readFirst<Found>(
  fact: string,
  candidates: readonly string[],
  read: (span: Span, key: string) => Found | null,
  span: Span,
  keys: Record<string, string>,
): Found | null {
  for (const key of candidates) {
    const found = read(span, key)
    if (found === null) continue
    keys[fact] = key
    return found
  }
  return null
}

function readText(
  span: Span,
  { keys: candidates }: Claims,
  fact: TextFact | 'toolName',
  keys: Record<string, string>,
): string | null {
  return readFirst(fact, candidates[fact], textOf, span, keys)
}

function numberFact(
  span: Span,
  { keys: candidates }: Claims,
  fact: 'costUsd' | 'attempt' | 'resends',
  keys: Record<string, string>,
): number | null {
  const read = fact === 'costUsd' ? amountOf : countOf
  return readFirst(fact, candidates[fact], read, span, keys)
}

function finishReason(span: Span, { keys: candidates }: Claims, keys: Record<string, string>): string | null {
  return readFirst('finishReason', candidates.finishReason, finishReasonUnder, span, keys)
}

function finishReasonUnder({ attributes }: Span, key: string): string | null {
  return finishReasonOf(attributes.get(key))
}

function contentFact(
  span: Span,
  { keys: candidates }: Claims,
  fact: 'args' | 'result',
  keys: Record<string, string>,
): Content {
  const found = readContent(span, candidates[fact])
  if (found === undefined) return notCaptured
  keys[fact] = found.key
  return found.content
}

function usageOf(span: Span, { dialects, keys: candidates }: Claims, keys: Record<string, string>): Usage | null {
  const read = dialects.some(({ writesZeroForUnknown }) => writesZeroForUnknown) ? countAboveZero : countOf
  let usage: Record<TokenFact, number | null> | undefined
  for (const fact of tokenFacts) {
    const count = readFirst(fact, candidates[fact], read, span, keys)
    if (count !== null) (usage ??= { ...noTokens })[fact] = count
  }
  return usage === undefined ? null : withCacheInInput(usage)
}

function countAboveZero(span: Span, key: string): number | null {
  const count = countOf(span, key)
  return count === 0 ? null : count
}

function timeToFirstToken(span: Span, { keys: candidates }: Claims, keys: Record<string, string>): number | null {
  for (const { key, unitNano } of candidates.timeToFirstToken) {
    const nano = Math.round((amountOf(span, key) ?? Number.NaN) * unitNano)
    if (!Number.isSafeInteger(nano)) continue
    keys['timeToFirstToken'] = key
    return nano
  }
  return null
}

function firstNonNull<Found>(
  claims: readonly Dialect[],
  read: (claim: Dialect) => Found | null | undefined,
): Found | null {
  for (const claim of claims) {
    const found = read(claim)
    if (found !== null && found !== undefined) return found
  }
  return null
}
