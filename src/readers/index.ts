/**
 * Bytes of a recording come in, spans go out, one format per file. To add a format: a file that exports its
 * `defineReader` record, and a line in the table below.
 */
import type { TranscriptPaths } from '../model/transcript-paths.ts'
import { chat } from './chat.ts'
import { chatAt } from './chat-at.ts'
import { clickhouseRows } from './clickhouse-rows.ts'
import { inspect } from './inspect.ts'
import { jaegerJson } from './jaeger-json.ts'
import { langfuse } from './langfuse.ts'
import { langsmith } from './langsmith.ts'
import { openaiAgents } from './openai-agents.ts'
import { otelJs } from './otel-js.ts'
import { otelPython } from './otel-python.ts'
import { otlpJson } from './otlp-json.ts'
import { otlpProtobuf } from './otlp-protobuf.ts'
import { phoenix } from './phoenix.ts'
import { readWith } from './read-with.ts'
import type { ReadContext, Reader, RecordingBatch } from './reader.ts'
import type { RecordingSource } from './recording-source.ts'
import { tempoJson } from './tempo-json.ts'
import { zipkinJson } from './zipkin-json.ts'

export { findRecordings, type RecordingSet } from './find-recordings.ts'
export { bytesSource, fileSource, streamSource, type RecordingSource } from './recording-source.ts'
export type { LogEvent, ReadContext, Reader, ReadProblem, RecordingBatch } from './reader.ts'

/** All recording formats, by id. */
export const readers = {
  'clickhouse-rows': clickhouseRows,
  'jaeger-json': jaegerJson,
  'otlp-json': otlpJson,
  'otlp-protobuf': otlpProtobuf,
  'tempo-json': tempoJson,
  'zipkin-json': zipkinJson,
  chat,
  inspect,
  'otel-js': otelJs,
  'otel-python': otelPython,
  phoenix,
  langfuse,
  'openai-agents': openaiAgents,
  langsmith,
} as const satisfies { readonly [Id in string]: Reader<Id> }

export type ReaderId = keyof typeof readers

export const readerIds: readonly ReaderId[] = Object.values(readers).map((reader) => reader.id)

export interface ReadOptions {
  /** Reads this format without looking at the content; default: the one format that recognises it. */
  readonly format?: ReaderId
  /** Where a chat transcript keeps its messages; without a `format`, the recording is then read as one. */
  readonly transcript?: TranscriptPaths
  /** Told once, before the first batch, which format is read. */
  readonly onFormat?: (id: ReaderId) => void
}

/**
 * Reads one recording and yields its spans in file order; memory does not grow with the file.
 *
 * Compression (gzip, zstd, zstd per message) and format are recognised from the content. Damaged parts, a missing file
 * and content of no known format go to `context.unreadable`, the rest is still read; nothing is thrown for them.
 */
export function readRecording(
  source: RecordingSource,
  options: ReadOptions,
  context: ReadContext,
): AsyncIterable<RecordingBatch> {
  const { format, transcript, onFormat } = options
  const known = format === undefined ? undefined : readers[format]
  const isTranscript = transcript !== undefined && (format ?? 'chat') === 'chat'
  const chosen = isTranscript ? chatAt(transcript) : known
  return readWith(Object.values(readers), source, chosen, onFormat, context)
}
