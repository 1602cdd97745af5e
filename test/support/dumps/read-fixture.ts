import { fileSource } from '../../../src/readers/index.ts'
import type { Span } from '../../../src/model/span.ts'
import { readAll } from '../otlp/read-all.ts'

/** Spans of a file that is read without any problem, with their places left out. */
export async function readFixture(file: string): Promise<Span[]> {
  const { spans, problems, notes } = await readAll(fileSource(`fixtures/${file}`))
  if (problems.length + notes.length > 0) throw new Error(JSON.stringify([problems, notes]))
  return spans.map((span) => ({ ...span, position: 0 }))
}

export function countsOf(spans: readonly Span[]) {
  const ids = new Set(spans.map((span) => `${span.traceId} ${span.spanId}`))
  return {
    spans: spans.length,
    roots: spans.filter((span) => span.parentSpanId === null).length,
    orphans: spans.filter((span) => span.parentSpanId !== null && !ids.has(`${span.traceId} ${span.parentSpanId}`))
      .length,
  }
}
