import { isUtf8 } from 'node:buffer'

import { asBuffer } from './byte-chunks.ts'
import { describeJsonFault, reportPiece } from './json-content.ts'
import { topLevelNames } from './json-names.ts'
import { isPiece, type JsonPiece } from './json-pieces.ts'
import { createJsonScanner } from './json-scanner.ts'
import { createOneByteJson } from './one-byte-json.ts'
import {
  addSkipped,
  newOtlpFile,
  newOtlpPiece,
  newSkipped,
  noteLeftAside,
  type OtlpFile,
  type OtlpPiece,
} from './otlp-file.ts'
import { parseCarefully, specifiedName } from './otlp-json-careful.ts'
import { isEnvelopeMember, nestedLists, readEnvelope } from './otlp-json-envelope.ts'
import { salvage } from './otlp-json-salvage.ts'
import { needsCare } from './otlp-json-values.ts'
import { defineReader, type ByteChunks, type ReadContext, type RecordingBatch } from './reader.ts'
import { firstInvalidByte } from './utf8.ts'

/**
 * OTLP/JSON: requests one per line, in a list, or one after another; or bare ResourceSpans. Traces, metrics and logs may
 * be mixed. Source: JSON encoding of opentelemetry-proto, with the deviations that exporters are known to write: enum
 * names, base64 ids, snake_case, numbers for 64-bit integers, names of former versions.
 */
export const otlpJson = defineReader({
  id: 'otlp-json',
  title: 'OTLP JSON',
  position: 'line',
  recognises: (head) => topLevelNames(asBuffer(head)).some(isEnvelopeMember),
  read,
})

/** Spans of short lines are handed on together: one batch per line would cost as much as reading it. */
const batchSpans = 256

async function* read(chunks: ByteChunks, context: ReadContext): AsyncGenerator<RecordingBatch> {
  const file = newOtlpFile()
  const skipped = newSkipped()
  const scanner = createJsonScanner(nestedLists)
  const decode = createOneByteJson()

  function* batches(parts: ReturnType<typeof scanner.push>): Generator<RecordingBatch> {
    let batch = newOtlpPiece()
    for (const part of parts) {
      if ('behind' in part) {
        noteBehind(part.behind, file)
        continue
      }
      if (!isPiece(part)) {
        context.unreadable(part)
        continue
      }
      const piece = readPiece(part, file, decode, context)
      if (piece === undefined) continue
      for (const message of piece.problems) context.unreadable({ line: part.line, message })
      addSkipped(skipped, piece.skipped)
      for (const span of piece.spans) batch.spans.push(span)
      for (const logEvent of piece.logEvents) batch.logEvents.push(logEvent)
      if (batch.spans.length + batch.logEvents.length < batchSpans) continue
      yield batch
      batch = newOtlpPiece()
    }
    if (batch.spans.length + batch.logEvents.length > 0) yield batch
  }

  for await (const chunk of chunks) yield* batches(scanner.push(asBuffer(chunk)))
  yield* batches(scanner.end())
  noteLeftAside(file, skipped, context)
}

/** What describes spans, but stands behind them. */
const describesSpans = new Set(['resource', 'scope', 'schemaUrl'])

function noteBehind(member: string, file: OtlpFile): void {
  const name = specifiedName(member)
  if (describesSpans.has(name)) file.behindSpans.add(name)
}

/** Undefined where the piece cannot be read at all, which the context is told. */
function readPiece(
  piece: JsonPiece,
  file: OtlpFile,
  decode: (bytes: Buffer) => string,
  context: ReadContext,
): OtlpPiece | undefined {
  const { bytes, line, cut } = piece
  if (cut !== 'document' && !isUtf8(bytes)) {
    const byte = piece.byte + firstInvalidByte(bytes)
    reportPiece(piece, { line, byte, message: `byte ${byte} is not UTF-8` }, context)
    return undefined
  }
  const text = cut === 'document' ? salvage(bytes.toString('utf8')) : decode(bytes)
  if (text === undefined) return undefined
  try {
    return readText(text, piece, file)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    if (cut !== 'document') {
      const plain = bytes.toString('utf8')
      const fault = text === plain ? error : (faultOf(plain) ?? error)
      reportPiece(piece, { line, message: describeJsonFault(fault, plain) }, context)
    }
    return undefined
  }
}

function readText(text: string, piece: JsonPiece, file: OtlpFile): OtlpPiece {
  const { line, member } = piece
  if (!file.careful) {
    const json: unknown = JSON.parse(text)
    try {
      return readEnvelope(member === null ? json : { [member]: [json] }, line, file)
    } catch (error) {
      if (error !== needsCare) throw error
      // What one piece needs, the others of the file most likely need too.
      file.careful = true
    }
  }
  return readEnvelope(parseCarefully(member === null ? text : `{"${member}":[${text}]}`), line, file)
}

/** What the parser says of a text that is not JSON. */
function faultOf(text: string): SyntaxError | undefined {
  try {
    JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return error
  }
  return undefined
}
