import type { Span } from '../model/span.ts'
import { readJson, type JsonEntry } from './json-content.ts'
import { isObject } from './json-lists.ts'
import { quoted } from './quoted.ts'
import type { ByteChunks, ReadContext, RecordingBatch } from './reader.ts'

/** What an entry tells beside its spans. */
export interface EntryContext {
  /** A part of a span cannot be read; the span goes on without it. */
  fault(message: string): void
  /** A fact worth telling once in a recording. */
  note(message: string): void
}

/** Makes spans of one entry; a text in place of a span says why it cannot be read ("has no name"). */
export type ReadEntry = (json: object, entry: JsonEntry, context: EntryContext) => Iterable<Span | string>

/** Spans of short entries are handed on together: one batch per entry would cost as much as reading it. */
const batchSpans = 256

/** Notes of one recording that are told: they may quote what is in it. */
const maxNotes = 100

/**
 * Reads JSON content whose entries are spans; see `readJson` for `lists`. A span that cannot be read is named by its place
 * in its document and by its name.
 */
export async function* readEntries(
  chunks: ByteChunks,
  lists: ReadonlySet<string>,
  context: ReadContext,
  read: ReadEntry,
): AsyncGenerator<RecordingBatch> {
  const notes = new Set<string>()
  let spans: Span[] = []
  let document = 0
  let place = 0
  for await (const entry of readJson(chunks, lists, context)) {
    const { json, line } = entry
    if (entry.document !== document) place = 0
    document = entry.document
    if (!isObject(json)) {
      place += 1
      context.unreadable({ line, message: `${quoted(json)} stands where a span is expected` })
      continue
    }
    const told: EntryContext = {
      fault: (message) => context.unreadable({ line, message }),
      note(message) {
        if (notes.has(message) || notes.size >= maxNotes) return
        notes.add(message)
        context.note(message)
      },
    }
    for (const span of read(json, entry, told)) {
      place += 1
      if (typeof span === 'string') context.unreadable({ line, message: `span ${place} here${nameOf(json)} ${span}` })
      else spans.push(span)
      if (spans.length < batchSpans) continue
      yield { spans, logEvents: [] }
      spans = []
    }
  }
  if (spans.length > 0) yield { spans, logEvents: [] }
}

function nameOf(json: { readonly name?: unknown }): string {
  return typeof json.name === 'string' && json.name !== '' ? `, ${quoted(json.name)},` : ''
}
