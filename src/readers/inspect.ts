import { inBatches } from './batches.ts'
import { asBuffer } from './byte-chunks.ts'
import { labelsOfSample, spansOfSample } from './inspect-sample.ts'
import { readJson } from './json-content.ts'
import { parseHead } from './json-head.ts'
import { isObject, listOf } from './json-lists.ts'
import { field, textField } from './messages/content.ts'
import { readMessages } from './messages/read-messages.ts'
import { defineReader, type ByteChunks, type ReadContext, type RecordingBatch } from './reader.ts'
import { noteOddities } from './transcript-notes.ts'
import { timelessSource } from './transcript-span.ts'
import { spansOfTranscript, type TranscriptOddities } from './transcript-spans.ts'

const lists = new Set(['samples'])

/**
 * Logs of Inspect in JSON: a run per sample, made of its events, with their times; of a sample that kept no events, of
 * its messages. What scorers do is left out: they judge the agent. Source: log version 2, inspect_ai 0.3.
 */
export const inspect = defineReader({
  id: 'inspect',
  title: 'Inspect log',
  position: 'line',
  recognises(head) {
    const [document] = parseHead(asBuffer(head))?.documents ?? []
    const hasVersion = typeof field(document, 'version') === 'number'
    return hasVersion && textField(document, 'status') !== null && textField(field(document, 'eval'), 'task') !== null
  },
  read,
})

async function* read(chunks: ByteChunks, context: ReadContext): AsyncGenerator<RecordingBatch> {
  const oddities: TranscriptOddities = { unaskedResults: 0, lostCalls: 0, repeatedCallIds: 0 }
  let number = 0
  let scorerCalls = 0
  for await (const { json, line, member } of readJson(chunks, lists, context)) {
    if (member === null || !isObject(json)) {
      context.unreadable({ line, message: 'the document is no log with a list of `samples`' })
      continue
    }
    number += 1
    const problem = (message: string): void => context.unreadable({ line, message })
    if (listOf(field(json, 'events')).length > 0) {
      const spans = spansOfSample(json, number, line, { problem, scorerCall: () => (scorerCalls += 1) })
      yield* inBatches(spans)
    } else {
      const transcript = {
        entries: readMessages(listOf(field(json, 'messages')), problem),
        labels: labelsOfSample(json),
      }
      if (transcript.entries.length === 0) continue
      yield* inBatches(spansOfTranscript(transcript, number, timelessSource('inspect'), line, oddities))
    }
  }
  noteOddities(oddities, context)
  if (scorerCalls > 0) context.note(`left out ${scorerCalls} model ${scorerCalls === 1 ? 'call' : 'calls'} of scorers`)
}
