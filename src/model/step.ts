import type { Content, StepKind, StepStatus, Usage } from './span-facts.ts'

/** A span that a step was made of. */
export interface SpanRef {
  readonly traceId: string
  readonly spanId: string
  readonly name: string
}

/** One try of a step. */
export interface Attempt {
  /** From 1. */
  readonly index: number
  readonly callId: string | null
  readonly startUnixNano: bigint | null
  readonly endUnixNano: bigint | null
  readonly status: StepStatus
  readonly errorType: string | null
  readonly args: Content
  readonly result: Content
  /** Who tried again: the runtime with the same call, or the model with a new one; null for a first try. */
  readonly by: 'runtime' | 'model' | null
  readonly usage: Usage | null
  readonly isUsageEstimated: boolean
  readonly costUsd: number | null
  readonly timeToFirstTokenNano: number | null
  readonly finishReason: string | null
  /** Tries of the SDK's and the wire layer inside this one, first included; null where nothing shows them. */
  readonly sdkTries: number | null
  readonly wireTries: number | null
  /** Every raw span merged into this try, outermost first. */
  readonly spans: readonly SpanRef[]
}

/** One logical action in a run, however many spans describe it. */
export interface Step {
  /** Span id of its outermost span. */
  readonly id: string
  readonly kind: StepKind
  readonly name: string | null
  /** Of the last attempt. */
  readonly args: Content
  readonly result: Content
  readonly status: StepStatus
  readonly errorType: string | null
  /** Ids of the agent steps and workflow spans around it, outermost first. */
  readonly scope: readonly string[]
  /** Name of the innermost agent around it, or of itself for an agent step. */
  readonly agent: string | null
  /** Which model output of its scope asked for it, from 0. */
  readonly turn: number | null
  /** Id of the model step whose output asked for it. */
  readonly requestedBy: string | null
  readonly callId: string | null
  readonly startUnixNano: bigint | null
  readonly endUnixNano: bigint | null
  readonly provider: string | null
  readonly requestModel: string | null
  readonly responseModel: string | null
  readonly handoffTo: string | null
  /** A function the framework calls to return the final answer. */
  readonly isOutput: boolean
  /** At least one; the step's status is that of the last. */
  readonly attempts: readonly [Attempt, ...Attempt[]]
  readonly spans: readonly SpanRef[]
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
  /** Id of the agent step or workflow span it concerns; null for the whole run. */
  readonly scope: string | null
  readonly spans: readonly SpanRef[]
  /** Lower-case sentence. */
  readonly message: string
}

/** What a run's evidence can prove. Source: the completeness certificate of docs/guides/runs.md. */
export interface Completeness {
  /** `prefix`: everything up to an instant is there; `partial`: holes may be anywhere. */
  readonly extent: 'complete' | 'prefix' | 'partial'
  readonly gaps: readonly Gap[]
}
