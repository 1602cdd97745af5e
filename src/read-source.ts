import type { Note, Unreadable } from './model/report.ts'
import type { TranscriptPaths } from './model/transcript-paths.ts'
import { readRecording, type ReaderId, type RecordingBatch, type RecordingSource } from './readers/index.ts'

/** Where what a file is like goes, beside its spans. */
export interface SourceSink {
  readonly format: (id: ReaderId) => void
  readonly unreadable: (entry: Unreadable) => void
  readonly note: (note: Note) => void
  /** Spans of the recording may be missing, and why. */
  readonly damaged: (reason: string) => void
}

/** How the files of a recording are read. */
export interface SourceOptions {
  /** Reads every file as this format instead of recognising it. */
  readonly format?: ReaderId
  /** Where a file, by its name, keeps the messages of chat transcripts; undefined for other files. */
  readonly transcripts?: (recording: string) => TranscriptPaths | undefined
}

/** Reads one file of a recording. */
export function readSource(
  source: RecordingSource,
  { format, transcripts }: SourceOptions,
  sink: SourceSink,
): AsyncIterable<RecordingBatch> {
  const recording = source.name
  const transcript = transcripts?.(recording)
  return readRecording(
    source,
    {
      ...(format === undefined ? {} : { format }),
      ...(transcript === undefined ? {} : { transcript }),
      onFormat: sink.format,
    },
    {
      unreadable(problem) {
        sink.unreadable({ recording, ...problem })
        sink.damaged(`a part of \`${recording}\` is unreadable`)
      },
      note(message, effect) {
        sink.note({ recording, message })
        if (effect?.incomplete === true) sink.damaged(`\`${recording}\` is incomplete`)
      },
    },
  )
}
