import { startsInList, valuesAt, type JsonPath } from '../model/json-path.ts'
import type { TranscriptPaths } from '../model/transcript-paths.ts'
import { chat, readTranscripts, type FoundTranscript } from './chat.ts'
import { valueOfJson } from './json-attributes.ts'
import type { JsonEntry } from './json-content.ts'
import { listOrText } from './messages/content.ts'
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
    const lists = found.map(listOrText).filter((list) => list !== undefined)
    // Several lists are as many transcripts; messages that the path leads to one by one are one.
    const transcripts = lists.length === found.length ? lists : [found.flatMap((value) => listOrText(value) ?? [value])]
    for (const [index, messages] of transcripts.entries()) {
      const problem = (message: string): void => context.unreadable({ line, message })
      const labels = labelsAt(json, paths, { index, of: transcripts.length }, problem)
      yield { line, transcript: { entries: entriesOf(messages, json, problem), labels } }
    }
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

/** Which transcript of a document the labels are of. */
interface Position {
  readonly index: number
  readonly of: number
}

/** One value, or none, is that of every transcript of the document; else each has its own, in order. */
function labelsAt(
  json: unknown,
  paths: TranscriptPaths,
  { index, of }: Position,
  problem: (message: string) => void,
): Labels {
  const at = (path: JsonPath | undefined): readonly unknown[] => {
    const values = path === undefined ? [] : valuesAt(json, path)
    if (of === 1 || values.length <= 1) return values
    if (values.length === of) return [values[index]]
    if (index === 0) problem(`\`${path?.text}\` leads to ${values.length} values, and there are ${of} transcripts`)
    return []
  }
  const textAt = (path: JsonPath | undefined): string | null => at(path).map(scalarText)[0] ?? null
  const tags = at(paths.tags).flatMap((value) => value)
  const outcomes = at(paths.outcome)
  return {
    ...noLabels,
    runId: textAt(paths.run),
    caseId: textAt(paths.case),
    tags: tags.flatMap((tag) => scalarText(tag) ?? []),
    outcome: valueOfJson(outcomes.length > 1 ? outcomes : outcomes[0]) ?? null,
  }
}
