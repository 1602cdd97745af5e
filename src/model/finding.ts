/** `off` exists only in the configuration, where it removes a rule. */
export const severities = ['error', 'warning', 'info'] as const
export type Severity = (typeof severities)[number]

/** Whether a finding refutes its clause, or says that the evidence does not decide it. */
export type FindingVerdict = 'fail' | 'inconclusive'

/** The result of a whole check. */
export type Verdict = 'pass' | FindingVerdict

/** Plain data; every dynamic part of a finding's message is in here too. */
export type FindingData = Readonly<Record<string, unknown>>

/** Where in the recordings a finding is. Fields that do not apply are absent. */
export interface Location {
  readonly recording: string
  /** Line of the span's envelope, for text formats. */
  readonly line?: number
  /** Byte offset of the span's envelope, for binary formats. */
  readonly byte?: number
  /** Id of the run: its smallest trace id. */
  readonly run?: string
  readonly traceId?: string
  readonly spanId?: string
  readonly spanName?: string
  /** Names of the span's ancestors, root first, without the span itself. */
  readonly ancestors?: readonly string[]
  /** The row of a second source that shows it, by its line. */
  readonly source?: { readonly file: string; readonly line: number }
}

/** Which clause of which contract a finding is about. */
export interface ClauseReference {
  readonly name: string
  readonly file: string
  readonly line?: number
  readonly column?: number
  /** Path of the clause in the contract, `spans.think.attributes.gen_ai.usage.input_tokens`. */
  readonly path: string
}

/** One fact that breaks a clause, or leaves it undecided. */
export interface Finding {
  readonly id: string
  readonly severity: Severity
  readonly verdict: FindingVerdict
  readonly message: string
  readonly help: string
  readonly data: FindingData
  readonly location?: Location
  readonly contract?: ClauseReference
  /** What of the clause, where one clause has several findings: the unknown key, the generic name, the boundary. */
  readonly subject?: string
  /** How often the same clause broke in the run, or in all where a rule makes one finding of them; the locations are the five smallest in report order. */
  readonly occurrences: number
  readonly locations?: readonly Location[]
  readonly docs: string
}
