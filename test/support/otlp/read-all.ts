import type { Span } from '../../../src/model/span.ts'
import {
  bytesSource,
  readRecording,
  type LogEvent,
  type ReaderId,
  type ReadProblem,
  type RecordingSource,
} from '../../../src/readers/index.ts'

export interface ReadResult {
  readonly spans: Span[]
  readonly logEvents: LogEvent[]
  readonly problems: ReadProblem[]
  readonly notes: string[]
  /** Some note said that spans may be missing. */
  readonly incomplete: boolean
  readonly format: ReaderId | undefined
}

/** Reads a whole recording and keeps everything it gave. */
export async function readAll(input: string | Uint8Array | RecordingSource, format?: ReaderId): Promise<ReadResult> {
  const spans: Span[] = []
  const logEvents: LogEvent[] = []
  const problems: ReadProblem[] = []
  const notes: string[] = []
  let incomplete = false
  let found: ReaderId | undefined
  const batches = readRecording(
    sourceOf(input),
    { ...(format === undefined ? {} : { format }), onFormat: (id) => (found = id) },
    {
      unreadable: (problem) => problems.push(problem),
      note: (message, effect) => {
        notes.push(message)
        if (effect?.incomplete === true) incomplete = true
      },
    },
  )
  for await (const batch of batches) {
    // Attributes are compared by what they hold, not by how they hold it.
    for (const span of batch.spans) spans.push({ ...span, attributes: new Map(span.attributes) })
    logEvents.push(...batch.logEvents)
  }
  return { spans, logEvents, problems, notes, incomplete, format: found }
}

function sourceOf(input: string | Uint8Array | RecordingSource): RecordingSource {
  if (typeof input === 'string') return bytesSource('test', Buffer.from(input))
  return input instanceof Uint8Array ? bytesSource('test', input) : input
}

/** The bytes in chunks of the given sizes, in turn; the rest in one. */
export function inChunks(bytes: Uint8Array, sizes: readonly number[]): RecordingSource {
  return {
    name: 'test',
    async *open() {
      let from = 0
      for (const size of sizes) {
        yield bytes.subarray(from, from + size)
        from += size
        if (from >= bytes.length) return
      }
      yield bytes.subarray(from)
    },
  }
}
