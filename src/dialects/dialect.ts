import type { FactKind, SpanFacts, ToolRequest } from '../model/span-facts.ts'
import type { Span } from '../model/span.ts'

/** What a span records, by the word of its dialect. */
export interface SpanClass {
  readonly kind: FactKind
  /** Tool, agent, model, workflow or store; null where the dialect has no word for it beyond its keys. */
  readonly name: string | null
}

/** A fact that is text. */
export type TextFact =
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
  | 'handoffTo'

/** A fact that is a number of tokens. */
export type TokenFact = 'input' | 'output' | 'cachedInput' | 'cacheWrite' | 'reasoning'

/**
 * `json`: text under the key is JSON. `text`: it is text whatever it looks like. `either`: a text that is a JSON list or
 * object means that value, any other text means itself.
 */
export type ContentForm = 'json' | 'text' | 'either'

/** A key whose value is content; `form` may depend on another attribute, such as a media type. */
export interface ContentKey {
  readonly key: string
  readonly form: ContentForm | ((span: Span) => ContentForm)
  /** The value may be a map, and no other key begins with this one and a dot. */
  readonly mayBeMap?: true
}

/** Which attribute keys hold which fact, best first. Explicit keys only: no pattern guesses. */
export interface FactKeys extends Partial<Record<TextFact | TokenFact, readonly string[]>> {
  /** Name of the tool, read for spans of kind `tool` before the name that `classify` gives. */
  readonly toolName?: readonly string[]
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
  /** Its keys are written beside those of another vocabulary: no vocabulary that a team chooses or mixes. */
  readonly decorates?: true
  /**
   * Whether the span speaks this vocabulary; the first dialect of the table that says so is the span's. Of a span without
   * events it reads only what `claims.ts` compares: attribute keys, name, operation, scope name and source.
   */
  readonly recognises: (span: Span) => boolean
  /** What the span records; undefined where this dialect's keys do not tell. */
  readonly classify: (span: Span) => SpanClass | undefined
  readonly keys: FactKeys
  /** Its instrumentation writes 0 where it does not know a number of tokens. */
  readonly writesZeroForUnknown?: true
  /** Tool calls that the output of a model span asks for; null where the output was not captured. */
  readonly requests?: (span: Span) => readonly ToolRequest[] | null
  /** Ids of calls whose results are in the input of a model span; null where the input was not captured. */
  readonly answers?: (span: Span) => readonly string[] | null
  /**
   * Facts that no table of keys can say, and corrections of what instrumentations are known to write wrongly. Called
   * with what the tables say, for every dialect that recognises the span: the primary one last, so that it has its way.
   */
  readonly refine?: (span: Span, facts: SpanFacts) => Partial<SpanFacts>
}

/** Identity helper: supplies types and keeps the id literal. */
export function defineDialect<const Id extends string>(dialect: Dialect<Id>): Dialect<Id> {
  return dialect
}
