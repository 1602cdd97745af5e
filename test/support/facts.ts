import type { SpanFacts } from '../../src/model/span-facts.ts'

/** Facts of a span that says nothing but what is given. */
export function facts(given: Pick<SpanFacts, 'dialect' | 'kind'> & Partial<SpanFacts>): SpanFacts {
  return {
    name: null,
    agent: null,
    conversation: null,
    callId: null,
    args: { lacks: 'not-captured' },
    result: { lacks: 'not-captured' },
    status: 'unset',
    errorType: null,
    provider: null,
    requestModel: null,
    responseModel: null,
    responseId: null,
    usage: null,
    isUsageEstimated: false,
    costUsd: null,
    timeToFirstTokenNano: null,
    finishReason: null,
    requests: null,
    answers: null,
    turn: null,
    attempt: null,
    tries: null,
    handoffTo: null,
    mergeKey: null,
    isOutput: false,
    keys: {},
    ...given,
  }
}

/** Tokens, of which those not given are unknown. */
export function usage(given: Partial<NonNullable<SpanFacts['usage']>>): SpanFacts['usage'] {
  return { input: null, output: null, cachedInput: null, cacheWrite: null, reasoning: null, ...given }
}

/** Facts without the keys they were read from: most tests are about the former. */
export function withoutKeys(found: SpanFacts | undefined): SpanFacts | undefined {
  return found === undefined ? undefined : { ...found, keys: {} }
}
