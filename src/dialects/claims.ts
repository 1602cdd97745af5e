import { KeyedAttributes, type AttributeShape } from '../model/keyed-attributes.ts'
import type { Span } from '../model/span.ts'
import type { ContentKey, Dialect, FactKeys, TextFact, TokenFact } from './dialect.ts'
import { operationOf } from './keys.ts'

/** The dialects that recognise a span, primary first, and the keys that hold its facts by any of them, in that order. */
export interface Claims {
  readonly dialects: readonly Dialect[]
  readonly keys: ClaimedKeys
}

export interface ClaimedKeys extends Readonly<Record<TextFact | TokenFact | TextKeys, readonly string[]>> {
  readonly args: readonly ContentKey[]
  readonly result: readonly ContentKey[]
  readonly timeToFirstToken: NonNullable<FactKeys['timeToFirstToken']>
}

type TextKeys = 'toolName' | 'costUsd' | 'attempt' | 'resends'

/** What recognition may depend on beside the keys and the name, and who recognised a span of these. */
interface Known {
  readonly operation: string | undefined
  readonly scope: string
  readonly source: Span['source']
  readonly claims: Claims
}

/** Names remembered for each list of keys: names that hold an id are many, and none comes again. */
const maxNames = 64

/**
 * Creates a function that gives the dialects that recognise a span, in the order of the table. Instrumentations write the
 * same keys all the time: who recognised a span is remembered for the next with equal keys, name, operation, scope and source,
 * which is all that recognition reads of a span without events; and which of the keys it has is looked up once.
 */
export function createClaims(dialects: readonly Dialect[]): (span: Span) => Claims {
  const known = new WeakMap<AttributeShape, Map<string, Known>>()
  return (span) => {
    const { attributes, events, name, scope, source } = span
    if (events.length > 0 || !(attributes instanceof KeyedAttributes)) return claim(span, dialects)
    let byName = known.get(attributes.shape)
    if (byName === undefined) known.set(attributes.shape, (byName = new Map()))
    const operation = operationOf(span)
    const before = byName.get(name)
    if (before?.operation === operation && before?.scope === scope.name && before.source === source)
      return before.claims
    const claims = claim(span, dialects)
    if (before !== undefined || byName.size < maxNames)
      byName.set(name, { operation, scope: scope.name, source, claims })
    return claims
  }
}

const noClaims: Claims = { dialects: [], keys: keysOf([], () => false) }

function claim(span: Span, all: readonly Dialect[]): Claims {
  const dialects = all.filter((dialect) => dialect.recognises(span))
  if (dialects.length === 0) return noClaims
  return { dialects, keys: keysOf(dialects, (key) => span.attributes.has(key)) }
}

function keysOf(dialects: readonly Dialect[], isPresent: (key: string) => boolean): ClaimedKeys {
  const texts = (fact: TextFact | TokenFact | TextKeys): readonly string[] =>
    dialects.flatMap(({ keys }) => keys[fact]?.filter(isPresent) ?? [])
  const contents = (fact: 'args' | 'result'): readonly ContentKey[] =>
    dialects.flatMap(({ keys }) => keys[fact]?.filter(({ key, mayBeMap }) => mayBeMap === true || isPresent(key)) ?? [])
  return {
    agent: texts('agent'),
    conversation: texts('conversation'),
    callId: texts('callId'),
    errorType: texts('errorType'),
    provider: texts('provider'),
    requestModel: texts('requestModel'),
    responseModel: texts('responseModel'),
    responseId: texts('responseId'),
    finishReason: texts('finishReason'),
    mergeKey: texts('mergeKey'),
    handoffTo: texts('handoffTo'),
    input: texts('input'),
    output: texts('output'),
    cachedInput: texts('cachedInput'),
    cacheWrite: texts('cacheWrite'),
    reasoning: texts('reasoning'),
    toolName: texts('toolName'),
    costUsd: texts('costUsd'),
    attempt: texts('attempt'),
    resends: texts('resends'),
    args: contents('args'),
    result: contents('result'),
    timeToFirstToken: dialects.flatMap(({ keys }) => keys.timeToFirstToken?.filter(({ key }) => isPresent(key)) ?? []),
  }
}
