import type { Span } from '../model/span.ts'
import type { RecordingBatch } from './reader.ts'

const batchSpans = 1024

/** Spans that were made all at once, in batches of the usual size. */
export function* inBatches(spans: readonly Span[]): Generator<RecordingBatch> {
  for (let from = 0; from < spans.length; from += batchSpans) {
    yield { spans: spans.slice(from, from + batchSpans), logEvents: [] }
  }
}
