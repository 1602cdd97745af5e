import type { Value } from '../model/value.ts'

/** What a transcript says, in the order it says it, whatever form its messages have. */
export type TranscriptEntry = ModelInput | ModelOutput | ToolResult

/** A message to the model that is no result of a tool. */
export interface ModelInput {
  readonly kind: 'input'
  readonly role: string
  readonly content: Content
}

/** What one model call gave; of a speaker that is no model, what it said. */
export interface ModelOutput {
  readonly kind: 'output'
  /** Agent that speaks, where the transcript names it. */
  readonly agent: string | null
  /** A speaker such as a terminal: part of the team, and no model. */
  readonly isModel: boolean
  readonly content: Content
  readonly calls: readonly ToolCall[]
  /** Agent the message is handed to. */
  readonly handoffTo: string | null
  readonly model: string | null
  readonly finishReason: string | null
  /** The message continues the output before it: several items of one response. */
  readonly continues: boolean
}

export interface ToolCall {
  readonly id: string | null
  readonly name: string
  readonly args: Content
  /** What came of it, where the output itself says so. */
  readonly result?: ToolResult | null
}

export interface ToolResult {
  readonly kind: 'result'
  /** Calls it answers; empty where the format has no ids: the oldest open call of that name, or of any. */
  readonly callIds: readonly string[]
  readonly name: string | null
  readonly content: Content
  /** The format's own word that the tool failed; null where it says it did not, undefined where it has no such word. */
  readonly error: ToolError | null | undefined
  readonly exitCode: number | null
}

export interface ToolError {
  readonly type: string | null
  readonly message: string
}

/** A recorded value; null: there is none; `too-deep`: it is nested deeper than values are read. */
export type Content = { readonly value: Value } | { readonly lacks: 'too-deep' } | null

/** One conversation with what its file tells about it. */
export interface Transcript {
  readonly entries: readonly TranscriptEntry[]
  readonly labels: Labels
}

/** What was written about a run from outside. None of it is a verdict. */
export interface Labels {
  readonly runId: string | null
  readonly caseId: string | null
  readonly trial: number | null
  readonly tags: readonly string[]
  readonly outcome: Value
  /** The run itself failed, by the format's word. */
  readonly error: string | null
}

export const noLabels: Labels = { runId: null, caseId: null, trial: null, tags: [], outcome: null, error: null }

/** An output with everything that most formats do not say. */
export function modelOutput(said: Partial<ModelOutput>): ModelOutput {
  return {
    kind: 'output',
    agent: null,
    isModel: true,
    content: null,
    calls: [],
    handoffTo: null,
    model: null,
    finishReason: null,
    continues: false,
    ...said,
  }
}

/** A result with everything that most formats do not say. */
export function toolResult(said: Partial<ToolResult>): ToolResult {
  return { kind: 'result', callIds: [], name: null, content: null, error: undefined, exitCode: null, ...said }
}
