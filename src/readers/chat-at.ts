import { startsInList, valuesAt, type JsonPath } from '../model/json-path.ts'
import type { TranscriptPaths } from '../model/transcript-paths.ts'
import { chat, readTranscripts, type FoundTranscript } from './chat.ts'
import { valueOfJson } from './json-attributes.ts'
import type { JsonEntry } from './json-content.ts'
import { messageListOf } from './messages/content.ts'
import type { ReadContext, Reader } from './reader.ts'
import { entriesOf } from './transcript-documents.ts'
import { scalarText } from './transcript-labels.ts'
import { noLabels, type Labels } from './transcript.ts'

/** The reader of chat transcripts whose messages lie where `paths` says, one transcript per document. */
export function chatAt(paths: TranscriptPaths): Reader<'chat'> {
  return {
    ...chat,
    read: (chunks, context) =>
      readTranscripts(chunks, context, (entries, sink) => findTranscripts(entries, paths, sink)),
  }
}

async function* findTranscripts(
  entries: AsyncIterable<JsonEntry>,
  paths: TranscriptPaths,
  context: ReadContext,
): AsyncGenerator<FoundTranscript> {
  for await (const { json, line } of startsInList(paths.messages) ? wholeLists(entries) : entries) {
    const found = valuesAt(json, paths.messages)
    if (found.length === 0) {
      context.unreadable({ line, message: `\`${paths.messages.text}\` leads to no messages` })
      continue
    }
    const messages = found.flatMap((value) => messageListOf(value) ?? [value])
    const read = entriesOf(messages, json, (message) => context.unreadable({ line, message }))
    yield { line, transcript: { entries: read, labels: labelsAt(json, paths) } }
  }
}

/** A path that starts in a list is about the whole list, whose entries come one by one. */
async function* wholeLists(entries: AsyncIterable<JsonEntry>): AsyncGenerator<Pick<JsonEntry, 'json' | 'line'>> {
  let list: { readonly document: number; readonly line: number; readonly json: unknown[] } | null = null
  for await (const { json, line, document } of entries) {
    if (list !== null && list.document !== document) {
      yield list
      list = null
    }
    list ??= { document, line, json: [] }
    list.json.push(json)
  }
  if (list !== null) yield list
}

function labelsAt(json: unknown, paths: TranscriptPaths): Labels {
  const textAt = (path: JsonPath | undefined): string | null =>
    path === undefined ? null : (valuesAt(json, path).map(scalarText)[0] ?? null)
  const tags = paths.tags === undefined ? [] : valuesAt(json, paths.tags).flatMap((value) => value)
  const outcomes = paths.outcome === undefined ? [] : valuesAt(json, paths.outcome)
  return {
    ...noLabels,
    runId: textAt(paths.run),
    caseId: textAt(paths.case),
    tags: tags.flatMap((tag) => scalarText(tag) ?? []),
    outcome: valueOfJson(outcomes.length > 1 ? outcomes : outcomes[0]) ?? null,
  }
}
