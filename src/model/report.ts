import type { Finding, Verdict } from './finding.ts'

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
  /** Vocabularies of attributes found, by name. */
  readonly dialects: readonly string[]
  readonly agents: null
  readonly modelCalls: null
  readonly toolCalls: null
  readonly tokens: { readonly input: null; readonly output: null; readonly cachedInput: null; readonly reasoning: null }
  readonly costUsd: null
  /** First start to last end, in milliseconds; null when no span has both. */
  readonly durationMs: number | null
  /** False when spans may be missing; the notes say why. */
  readonly complete: boolean
  readonly notes: readonly string[]
}

/** The result of `spanpact show`. */
export interface ShowReport {
  readonly schemaVersion: 1
  readonly runs: readonly ShownRun[]
  readonly totals: {
    readonly recordings: number
    readonly runs: number
    readonly spans: number
    readonly toolCalls: null
    readonly modelCalls: null
  }
  readonly notes: readonly Note[]
  readonly unreadable: readonly Unreadable[]
}
