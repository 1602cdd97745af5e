import { asBuffer } from './byte-chunks.ts'
import { readJson, type JsonEntry } from './json-content.ts'
import { parseHead } from './json-head.ts'
import { isObject } from './json-lists.ts'
import { isMessage } from './messages/read-messages.ts'
import { inBatches } from './batches.ts'
import { defineReader, type ByteChunks, type ReadContext, type RecordingBatch } from './reader.ts'
import { entriesOf, listIn, looksLikeTranscript, transcriptOf } from './transcript-documents.ts'
import { noteOddities } from './transcript-notes.ts'
import { timelessSource } from './transcript-span.ts'
import { spansOfTranscript, type TranscriptOddities } from './transcript-spans.ts'
import { noLabels, type Transcript } from './transcript.ts'

/**
 * Chat transcripts: a list of messages, a list or lines of such lists, or objects that hold one under `messages`, `traj`
 * or `history`. Each transcript becomes a trace of the calls it tells of, in order and without times.
 * Source: messages of OpenAI, Anthropic and the OpenTelemetry GenAI conventions; logs of tau-bench, AgentRx, AgentDojo,
 * SWE-agent, mini-swe-agent and Who&When.
 */
export const chat = defineReader({
  id: 'chat',
  title: 'chat transcript',
  position: 'line',
  recognises(head) {
    const parsed = parseHead(asBuffer(head))
    if (parsed === null) return false
    const { documents, isList } = parsed
    if (documents.some((document) => looksLikeTranscript(document, isMessage) || isListOfMessages(document)))
      return true
    // Messages that stand one per line say nothing of where one transcript ends.
    return isList && documents.some(isMessage)
  },
  read,
})

function isListOfMessages(document: unknown): boolean {
  return Array.isArray(document) && document.some(isMessage)
}

/** A transcript with where it starts, or why there is none. */
export interface FoundTranscript {
  readonly line: number
  readonly transcript: Transcript
}

/** Finds the transcripts among the values of a recording. */
export type FindTranscripts = (
  entries: AsyncIterable<JsonEntry>,
  context: ReadContext,
) => AsyncIterable<FoundTranscript>

function read(chunks: ByteChunks, context: ReadContext): AsyncGenerator<RecordingBatch> {
  return readTranscripts(chunks, context, findTranscripts)
}

const noLists: ReadonlySet<string> = new Set()

/** Reads the transcripts that `find` finds. */
export async function* readTranscripts(
  chunks: ByteChunks,
  context: ReadContext,
  find: FindTranscripts,
): AsyncGenerator<RecordingBatch> {
  const source = timelessSource('chat')
  const oddities: TranscriptOddities = { unaskedResults: 0, lostCalls: 0, repeatedCallIds: 0 }
  let number = 0
  let empty = 0
  for await (const { line, transcript } of find(readJson(chunks, noLists, context), context)) {
    if (transcript.entries.length === 0) {
      empty += 1
      continue
    }
    number += 1
    yield* inBatches(spansOfTranscript(transcript, number, source, line, oddities))
  }
  noteOddities(oddities, context)
  if (empty > 0) context.note(`${empty === 1 ? '1 transcript holds' : `${empty} transcripts hold`} no messages`)
}

async function* findTranscripts(
  entries: AsyncIterable<JsonEntry>,
  context: ReadContext,
): AsyncGenerator<FoundTranscript> {
  /** Messages of the top-level list that is being read. */
  let loose: { readonly document: number; readonly line: number; readonly messages: unknown[] } | null = null
  function* flush(): Generator<FoundTranscript> {
    if (loose !== null) yield fromMessages(loose.messages, loose.line, context)
    loose = null
  }
  for await (const { json, line, document } of entries) {
    if (loose !== null && loose.document !== document) yield* flush()
    if (Array.isArray(json)) yield fromMessages(json, line, context)
    else if (isObject(json) && listIn(json) !== undefined) {
      yield { line, transcript: transcriptOf(json, (message) => context.unreadable({ line, message })) }
    } else if (loose !== null || isMessage(json)) {
      loose ??= { document, line, messages: [] }
      loose.messages.push(json)
    } else context.unreadable({ line, message: 'the value is no message, and holds no list of messages' })
  }
  yield* flush()
}

function fromMessages(messages: readonly unknown[], line: number, context: ReadContext): FoundTranscript {
  const entries = entriesOf(messages, null, (message) => context.unreadable({ line, message }))
  return { line, transcript: { entries, labels: noLabels } }
}
