import type { Content, StepKind, StepStatus, Usage } from './span-facts.ts'

/** A value that was recorded, why there is none, or that it was not kept: equal values have equal digests. */
export type StepContent = Content | { readonly digest: string | null }

/** A span of a run, for messages and locations. */
export interface SpanRef {
  readonly traceId: string
  readonly spanId: string
  readonly name: string
}

/** A span that a step was made of. */
export interface StepSpan extends SpanRef {
  readonly dialect: string
  /** Raw keys of the facts that the step took from this span, by fact: findings cite them. */
  readonly keys: Readonly<Record<string, string>>
}

/** An agent invocation or a workflow: what happens inside is in its scope. */
export interface Scope {
  /** Id of the agent step, or span id of the workflow. */
  readonly id: string
  readonly kind: 'agent' | 'workflow'
  readonly name: string | null
  /** The scope around it; null for an outermost one. */
  readonly parent: Scope | null
  /** From 0, outermost first. */
  readonly depth: number
  /** Position among the scopes of the run. */
  readonly index: number
}

/** One try of a step. */
export interface Attempt {
  /** From 1; the number the recording gives, where it gives one, so that a lost try leaves a hole. */
  readonly index: number
  readonly callId: string | null
  readonly startUnixNano: bigint | null
  readonly endUnixNano: bigint | null
  readonly status: StepStatus
  readonly errorType: string | null
  readonly args: StepContent
  readonly result: StepContent
  /** Who tried again: the runtime with the same call, or the model with a new one; null for a first try. */
  readonly by: 'runtime' | 'model' | null
  readonly usage: Usage | null
  readonly isUsageEstimated: boolean
  readonly costUsd: number | null
  readonly timeToFirstTokenNano: number | null
  readonly finishReason: string | null
  /** Tries of the SDK and the wire below this one, first included: the most that any source shows; null without source. */
  readonly tries: number | null
  /** Every raw span merged into this try, outermost first. */
  readonly spans: readonly StepSpan[]
}

/** One logical action in a run, however many spans describe it. */
export interface Step {
  /** Span id of its outermost span. */
  readonly id: string
  readonly kind: StepKind
  readonly name: string | null
  /** Of the last attempt. */
  readonly args: StepContent
  readonly result: StepContent
  readonly status: StepStatus
  readonly errorType: string | null
  /** The innermost agent invocation or workflow around it; null outside of all. */
  readonly scope: Scope | null
  /** Name of the agent it ran for, or of itself for an agent step. */
  readonly agent: string | null
  readonly conversation: string | null
  /** Which model output of its scope asked for it, from 0; of a model step its own number. May be guessed from times. */
  readonly turn: number | null
  /** Id of the model step whose output asked for it; never guessed from times. */
  readonly requestedBy: string | null
  readonly callId: string | null
  /** Start of the first attempt and end of the last; null where unknown. */
  readonly startUnixNano: bigint | null
  readonly endUnixNano: bigint | null
  readonly provider: string | null
  readonly requestModel: string | null
  readonly responseModel: string | null
  /** Agent that takes over. */
  readonly handoffTo: string | null
  /** A function the framework calls to return the final answer: counted by name, no tool of the agent. */
  readonly isOutput: boolean
  /** The step's status is that of the last. */
  readonly attempts: readonly [Attempt, ...Attempt[]]
  /** All spans of all attempts. */
  readonly spans: readonly StepSpan[]
}

export const gapFacets = [
  'root',
  'orphans',
  'unended',
  'calls',
  'drops',
  'sampling',
  'flush',
  'content',
  'usage',
  'attempts',
  'times',
] as const
export type GapFacet = (typeof gapFacets)[number]

/** Something of a run that the recording does not show. */
export interface Gap {
  readonly facet: GapFacet
  /** Layer whose tries nothing shows; only for `attempts`. */
  readonly layer?: 'agent' | 'sdk' | 'wire'
  /** The scope it concerns; null for the whole run. */
  readonly scope: Scope | null
  readonly spans: readonly SpanRef[]
  /** Lower-case sentence. */
  readonly message: string
}

/** What a run's evidence can prove. Source: the completeness certificate of docs/guides/runs.md. */
export interface Completeness {
  /**
   * Whether steps may be missing: `complete` none, `prefix` none up to an instant, `partial` anywhere. Gaps that only hide
   * what is known of steps (`content`, `usage`, `attempts`, `times`) leave it complete.
   */
  readonly extent: 'complete' | 'prefix' | 'partial'
  readonly gaps: readonly Gap[]
}
