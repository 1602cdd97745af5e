import type { Span, SpanEvent } from '../model/span.ts'

/** Bytes of one recording, already decompressed. Chunk boundaries carry no meaning. */
export type ByteChunks = AsyncIterable<Uint8Array>

/** A part of a recording that could not be read; the reader goes on behind it. */
export interface ReadProblem {
  readonly line?: number
  readonly byte?: number
  /** Lower-case sentence: what is wrong there, and what to do. */
  readonly message: string
}

/** What a reader reports beside spans. */
export interface ReadContext {
  /** A part was skipped as unreadable: exit code 2, and runs of this recording are incomplete. */
  unreadable(problem: ReadProblem): void
  /** A fact worth telling; `incomplete` when spans may be missing because of it (a partial last line). */
  note(message: string, effect?: { readonly incomplete: boolean }): void
}

/** A log record that carries a span's ids: an event of that span, wherever in the recording the span lies. */
export interface LogEvent {
  readonly traceId: string
  readonly spanId: string
  readonly event: SpanEvent
  readonly position: number
}

/** What one envelope, line or message held, or several short ones in a row. */
export interface RecordingBatch {
  readonly spans: readonly Span[]
  readonly logEvents: readonly LogEvent[]
}

/** One recording format. */
export interface Reader<Id extends string = string> {
  readonly id: Id
  /** Name of the format as a person would say it. */
  readonly title: string
  /** Whether `positions` of spans count lines or bytes. */
  readonly position: 'line' | 'byte'
  /** Decides from the first kilobytes of decompressed content, never from the file's name. */
  recognises(head: Uint8Array): boolean
  /**
   * Yields spans in file order; memory does not grow with the file.
   * Damaged parts go to `context.unreadable`; nothing is thrown for bad content.
   */
  read(chunks: ByteChunks, context: ReadContext): AsyncIterable<RecordingBatch>
}

/** Identity helper that keeps the id literal. */
export function defineReader<const Id extends string>(reader: Reader<Id>): Reader<Id> {
  return reader
}
