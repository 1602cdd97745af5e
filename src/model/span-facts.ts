import type { SpanKind } from './span.ts'
import type { Value } from './value.ts'

export const stepKinds = ['agent', 'model', 'tool', 'retrieval', 'handoff', 'plan', 'memory', 'other'] as const
export type StepKind = (typeof stepKinds)[number]

/**
 * What a span records. `workflow` opens a scope and is no step; `group` holds other spans together (a turn, a task, a
 * batch of tools), is no step either, and whatever it counts is a roll-up.
 */
export type FactKind = StepKind | 'workflow' | 'group'

/** `unset`: ended with no sign either way; `pending`: requested, not executed yet. */
export type StepStatus = 'ok' | 'error' | 'unset' | 'cancelled' | 'pending'

/** A value that was recorded, or why there is none. `text` is the raw text of what is no JSON. */
export type Content =
  | { readonly value: Value }
  | { readonly lacks: 'not-captured' | 'redacted' | 'truncated' }
  | { readonly lacks: 'invalid-json'; readonly text: string; readonly problem: string }

/** Tokens; cached and cache-write are parts of input, reasoning is a part of output. Null where unknown, never 0. */
export interface Usage {
  readonly input: number | null
  readonly output: number | null
  readonly cachedInput: number | null
  readonly cacheWrite: number | null
  readonly reasoning: number | null
}

/** A tool call that a model's output asks for. */
export interface ToolRequest {
  readonly callId: string | null
  readonly name: string
  readonly args: Content
}

/** What one span says of its run, in the words of no instrumentation. Null: the span does not say. */
export interface SpanFacts {
  /** The dialect that decided `kind`; others may have filled what it left open. */
  readonly dialect: string
  readonly kind: FactKind
  /** Tool, agent, model, workflow or store. */
  readonly name: string | null
  /** Agent on whose behalf the span ran, where the span itself says so. */
  readonly agent: string | null
  readonly conversation: string | null
  readonly callId: string | null
  readonly args: Content
  readonly result: Content
  /** Of the span itself: never taken from a child, nor from words in a message. */
  readonly status: StepStatus
  readonly errorType: string | null
  readonly provider: string | null
  readonly requestModel: string | null
  readonly responseModel: string | null
  readonly responseId: string | null
  /** Null where the span carries no usage at all. */
  readonly usage: Usage | null
  /** The usage is a platform's guess and not the provider's count. */
  readonly isUsageEstimated: boolean
  readonly costUsd: number | null
  readonly timeToFirstTokenNano: number | null
  /** In the words of the GenAI conventions (`stop`, `tool_call`, `length`, `content_filter`, `error`) where it is one of them. */
  readonly finishReason: string | null
  /** Tool calls the model's output asks for; null where the output was not captured. */
  readonly requests: readonly ToolRequest[] | null
  /** Ids of calls whose results are in the model's input; null where the input was not captured. */
  readonly answers: readonly string[] | null
  /** Model output that asked for this step, counted from 0 within its agent, where the span says so. */
  readonly turn: number | null
  /** Number of this try, from 1, where the span says so. */
  readonly attempt: number | null
  /** Tries of the SDK or transport below this span, first one included, where the span says so. */
  readonly tries: number | null
  /** Agent that takes over, of a handoff. */
  readonly handoffTo: string | null
  /** Two nested spans with one key are one call, by the word of their instrumentation. */
  readonly mergeKey: string | null
  /** A part of a tool call, as its way to a server: a tool span of the same name around it is the same call. */
  readonly isTransport?: true
  /** A function the framework calls to return the final answer: no tool of the agent. */
  readonly isOutput: boolean
  /** Raw keys the facts were read from, by fact: findings cite them. */
  readonly keys: Readonly<Record<string, string>>
}

/** A request over HTTP, which is how tries of the transport show. */
export interface WireCall {
  readonly kind: SpanKind
  readonly method: string | null
  /** Without query and fragment. */
  readonly url: string | null
  readonly statusCode: number | null
  readonly resendCount: number | null
}
