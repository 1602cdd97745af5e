import type { Finding, Verdict } from './finding.ts'
import type { StepKind, StepStatus, Usage } from './span-facts.ts'
import type { GapFacet } from './step.ts'

/** A recording, or a part of one, that could not be read. Everything else was still read. */
export interface Unreadable {
  readonly recording: string
  readonly line?: number
  readonly byte?: number
  /** What is wrong there, and what to do about it. */
  readonly message: string
}

/** A fact about a recording that decides nothing by itself: skipped signals, merged copies, a partial last line. */
export interface Note {
  readonly recording: string
  readonly message: string
}

/** A clause that nothing exercised and that is not held against the team. */
export interface IdleClause {
  readonly contract: string
  readonly path: string
  readonly reason: string
}

/** The result of `spanpact check`; `schemas/report.schema.json` is its schema. */
export interface CheckReport {
  readonly schemaVersion: 1
  readonly tool: { readonly name: 'spanpact'; readonly version: string }
  readonly verdict: Verdict
  readonly summary: {
    readonly recordings: number
    readonly runs: number
    readonly spans: number
    readonly contracts: number
    readonly errors: number
    readonly warnings: number
    readonly infos: number
    readonly inconclusive: number
    /** Findings an `*.accepted.yaml` file accepts; they are counted, not listed. */
    readonly accepted: number
    readonly idle: number
  }
  readonly findings: readonly Finding[]
  readonly unreadable: readonly Unreadable[]
  readonly notes: readonly Note[]
  /** Listed only when asked for; the summary always counts them. */
  readonly idle?: readonly IdleClause[]
}

/** What `spanpact show` says of one run. Unknown is `null`, never 0. */
export interface ShownRun {
  readonly recording: string
  /** Id of the run: its smallest trace id. */
  readonly run: string
  readonly traceIds: readonly string[]
  readonly spans: number
  /** Spans without a parent id. */
  readonly roots: number
  /** Spans that name a parent the recording does not hold. */
  readonly orphans: number
  readonly errorSpans: number
  /** How often each span name occurs, most frequent first, the first twenty. */
  readonly names: readonly { readonly name: string; readonly count: number }[]
  readonly format: string
  /** Vocabularies of attributes found, by id. */
  readonly dialects: readonly string[]
  /** How many spans each dialect claims; what is left is claimed by none. */
  readonly claimedSpans: Readonly<Record<string, number>>
  /** By name; agents that carry none under null. */
  readonly agents: readonly { readonly name: string | null; readonly invocations: number }[]
  /** Null where only sums tell of model calls. */
  readonly modelCalls: { readonly count: number; readonly byModel: Readonly<Record<string, number>> } | null
  /** `failed` counts calls whose last try failed, `retries` tries beyond the first. */
  readonly toolCalls: {
    readonly count: number
    readonly byName: Readonly<Record<string, number>>
    readonly failed: number
    readonly retries: number
  }
  /** Each null unless every model call says it. */
  readonly tokens: Usage
  readonly costUsd: number | null
  /** First start to last end, in milliseconds; null when no span has both. */
  readonly durationMs: number | null
  /** False when steps may be missing; the gaps say why. */
  readonly complete: boolean
  /** What the recording does not show. */
  readonly gaps: readonly { readonly facet: GapFacet; readonly message: string }[]
  readonly notes: readonly string[]
  /** What the agents did, in order; only when asked for. */
  readonly steps?: readonly ShownStep[]
}

/** One step of a run, and the steps inside it. */
export interface ShownStep {
  /** Span id of its outermost span. */
  readonly id: string
  readonly kind: StepKind
  readonly name: string | null
  readonly status: StepStatus
  readonly errorType: string | null
  /** From the first start of the run, in milliseconds; null where times are unknown. */
  readonly startMs: number | null
  readonly durationMs: number | null
  readonly inputTokens: number | null
  readonly outputTokens: number | null
  /** The tokens are a guess of the platform, and in no sum. */
  readonly isUsageEstimated: boolean
  readonly timeToFirstTokenMs: number | null
  readonly finishReason: string | null
  readonly costUsd: number | null
  /** Which model output of its scope asked for it, from 0. */
  readonly turn: number | null
  readonly handoffTo: string | null
  /** It overlaps a step that began before it, beside it; the model call that asked for it is none. */
  readonly concurrent: boolean
  /** One for each try; a step without retries has one. */
  readonly attempts: readonly {
    readonly index: number
    readonly status: StepStatus
    readonly errorType: string | null
    readonly by: 'runtime' | 'model' | null
    readonly startMs: number | null
    readonly durationMs: number | null
    /** Tries of the SDK and the wire inside this one. */
    readonly tries: number | null
  }[]
  /** Spans that were merged into it. */
  readonly spans: readonly { readonly spanId: string; readonly name: string; readonly dialect: string }[]
  readonly steps: readonly ShownStep[]
}

/** The result of `spanpact show`; `schemas/show.schema.json` is its schema. */
export interface ShowReport {
  readonly schemaVersion: 1
  readonly runs: readonly ShownRun[]
  readonly totals: {
    readonly recordings: number
    readonly runs: number
    readonly spans: number
    readonly toolCalls: number
    /** Null where it is for a run. */
    readonly modelCalls: number | null
  }
  readonly notes: readonly Note[]
  readonly unreadable: readonly Unreadable[]
}
