import type { Note, Unreadable } from './model/report.ts'
import { readRecording, type ReaderId, type RecordingBatch, type RecordingSource } from './readers/index.ts'

/** Where what a file is like goes, beside its spans. */
export interface SourceSink {
  readonly format: (id: ReaderId) => void
  readonly unreadable: (entry: Unreadable) => void
  readonly note: (note: Note) => void
  /** Spans of the recording may be missing, and why. */
  readonly damaged: (reason: string) => void
}

/** Reads one file of a recording; `format` overrides what its content says. */
export function readSource(
  source: RecordingSource,
  format: ReaderId | undefined,
  sink: SourceSink,
): AsyncIterable<RecordingBatch> {
  const recording = source.name
  return readRecording(
    source,
    { ...(format === undefined ? {} : { format }), onFormat: sink.format },
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
