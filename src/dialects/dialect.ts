import type { FactKind, SpanFacts } from '../model/span-facts.ts'
import type { Span } from '../model/span.ts'

/** What a span records, by the word of its dialect. */
export interface SpanClass {
  readonly kind: FactKind
  /** Tool, agent, model, workflow or store; null where the span does not say. */
  readonly name: string | null
}

/** A fact that is text, and the attribute keys that may hold it, best first. */
type TextFact =
  | 'agent'
  | 'conversation'
  | 'callId'
  | 'errorType'
  | 'provider'
  | 'requestModel'
  | 'responseModel'
  | 'responseId'
  | 'finishReason'
  | 'mergeKey'

/** A fact that is a number of tokens. */
type TokenFact = 'input' | 'output' | 'cachedInput' | 'cacheWrite' | 'reasoning'

/** A key whose value is content: `json` says that text there is JSON, `text` that it is text whatever it looks like. */
export interface ContentKey {
  readonly key: string
  readonly form: 'json' | 'text'
}

/** Which attribute keys hold which fact, best first. Explicit keys only: no pattern guesses. */
export interface FactKeys extends Partial<Record<TextFact | TokenFact, readonly string[]>> {
  readonly args?: readonly ContentKey[]
  readonly result?: readonly ContentKey[]
  readonly costUsd?: readonly string[]
  readonly timeToFirstToken?: readonly { readonly key: string; readonly unitNano: number }[]
  /** Number of a try, from 1. */
  readonly attempt?: readonly string[]
  /** Number of resends: tries minus one. */
  readonly resends?: readonly string[]
}

/** One vocabulary of attributes. */
export interface Dialect<Id extends string = string> {
  readonly id: Id
  readonly title: string
  /** Convention and version the keys are taken from. */
  readonly source: string
  /** Whether the span speaks this vocabulary; the first dialect of the table that says so is the span's. */
  readonly recognises: (span: Span) => boolean
  /** What the span records; undefined where this dialect's keys do not tell. */
  readonly classify?: (span: Span) => SpanClass | undefined
  readonly keys?: FactKeys
  /** Facts that no table of keys can say, and corrections of what instrumentations are known to write wrongly. */
  readonly refine?: (span: Span, facts: SpanFacts) => Partial<SpanFacts>
}

/** Identity helper: supplies types and keeps the id literal. */
export function defineDialect<const Id extends string>(dialect: Dialect<Id>): Dialect<Id> {
  return dialect
}
