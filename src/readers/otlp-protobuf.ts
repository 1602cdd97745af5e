import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import { asBuffer } from './byte-chunks.ts'
import { createByteCursor, type ByteCursor } from './byte-cursor.ts'
import { lengthPrefixBytes, readFramedMessages } from './framed-messages.ts'
import { maxPieceBytes, maxPieceText } from './limits.ts'
import { newOtlpFile, newSkipped, noteLeftAside } from './otlp-file.ts'
import { readRequest, readResourceSpans, type ProtobufPiece } from './otlp-protobuf-request.ts'
import { defineReader, type ByteChunks, type ReadContext, type RecordingBatch } from './reader.ts'

/** First byte of a request: field 1, length-delimited. A framed message that begins so would exceed the size limit. */
const resourceSpansTag = 0x0a

/**
 * OTLP protobuf: one ExportTraceServiceRequest, or messages with a 4-byte length each as the OpenTelemetry Collector's
 * file exporter writes them. Source: opentelemetry-proto, trace/v1 and collector/trace/v1.
 */
export const otlpProtobuf = defineReader({
  id: 'otlp-protobuf',
  title: 'OTLP protobuf',
  position: 'byte',
  recognises(head) {
    const bytes = asBuffer(head)
    if (bytes[0] === resourceSpansTag) return startsRequest(bytes, Number.POSITIVE_INFINITY)
    if (bytes.length <= lengthPrefixBytes) return false
    const length = bytes.readUInt32BE(0)
    return length <= maxPieceBytes && startsRequest(bytes.subarray(lengthPrefixBytes), length)
  },
  read,
})

/** The bytes of one message or ResourceSpans, cut out of the content. */
interface Part {
  /** Offset of its length, which its spans get as position. */
  readonly byte: number
  /** Offset of its bytes. */
  readonly start: number
  readonly bytes: Buffer
  readonly cut: boolean
}

async function* read(chunks: ByteChunks, context: ReadContext): AsyncGenerator<RecordingBatch> {
  const file = newOtlpFile()
  const cursor = createByteCursor(chunks)
  const first = await cursor.peek(1)
  const isBare = first[0] === resourceSpansTag
  const readPart = isBare ? readResourceSpans : readRequest
  for await (const part of isBare ? bareParts(cursor, context) : framedParts(cursor, context)) {
    const piece = readPart(part.bytes, part.byte, file)
    reportProblems(piece, part, context)
    if (piece.spans.length > 0) yield { spans: piece.spans, logEvents: [] }
  }
  noteLeftAside(file, newSkipped(), context)
}

function reportProblems(piece: ProtobufPiece, part: Part, context: ReadContext): void {
  const [damagedAt] = piece.damagedAt
  if (damagedAt !== undefined && !part.cut) {
    const byte = part.start + damagedAt
    context.unreadable({ byte, message: 'the bytes are no OTLP here; what is whole around them is read' })
  }
  for (const { byte, message } of piece.faults) context.unreadable({ byte: part.start + byte, message })
  const [first] = piece.refused
  if (first !== undefined && piece.spans.length === 0) {
    // Logs and metrics have the same outer structure.
    const count = piece.refused.length
    const message = `no span can be read: the first of ${count} ${first.message}; export traces, not logs or metrics`
    context.unreadable({ byte: part.start + first.byte, message })
    return
  }
  for (const { byte, message } of piece.refused) {
    context.unreadable({ byte: part.start + byte, message: `the span here ${message}` })
  }
}

async function* framedParts(cursor: ByteCursor, context: ReadContext): AsyncGenerator<Part> {
  for await (const { byte, bytes, cut } of readFramedMessages(cursor, context)) {
    yield { byte, start: byte + lengthPrefixBytes, bytes, cut }
  }
}

/** The ResourceSpans of one request, one by one, so that the request may be larger than memory. */
async function* bareParts(cursor: ByteCursor, context: ReadContext): AsyncGenerator<Part> {
  for (;;) {
    const byte = cursor.offset
    const head = await cursor.peek(longestHeader)
    if (head.length === 0) return
    const header = readHeader(head)
    if (header === null) {
      context.unreadable({ byte, message: 'the bytes are no protobuf field; what follows cannot be found' })
      return
    }
    await cursor.skip(header.headerLength)
    const start = cursor.offset
    const { length } = header
    if (header.field === 1 && length <= maxPieceBytes) {
      const bytes = await cursor.take(length)
      const cut = bytes.length < length
      if (cut) {
        const message = `the content ends inside a ResourceSpans: ${bytes.length} of ${length} bytes are there`
        context.unreadable({ byte, message })
      }
      yield { byte, start, bytes, cut }
    } else {
      await cursor.skip(length)
      const there = cursor.offset - start
      if (there < length) {
        context.unreadable({ byte, message: `the content ends inside a field: ${there} of ${length} bytes are there` })
      } else if (header.field === 1) {
        context.unreadable({ byte, message: `a ResourceSpans of ${length} bytes is longer than ${maxPieceText}` })
      }
    }
  }
}

/** Longest field number and length, and longest field without length. */
const longestHeader = 16

/** Field number and length of the field that starts here; null where none does. A field without length is all header. */
function readHeader(head: Buffer): { field: number; headerLength: number; length: number } | null {
  const reader = new BinaryReader(head)
  try {
    const [field, wireType] = reader.tag()
    let length = 0
    if (wireType === WireType.LengthDelimited) length = reader.uint32()
    else reader.skip(wireType, field)
    return reader.pos > head.length ? null : { field: length === 0 ? 0 : field, headerLength: reader.pos, length }
  } catch {
    return null
  }
}

/** True where the head starts with a ResourceSpans that fits `length` and looks like one two levels deep. */
function startsRequest(head: Buffer, length: number): boolean {
  const outer = fieldAt(head, 0, length)
  if (outer?.tag !== 10) return false
  if (outer.from === outer.to) return true
  const inner = fieldAt(head, outer.from, outer.to)
  // Resource: 1 attributes, 2 dropped count. ScopeSpans: 1 scope, 2 spans, 3 schema URL.
  const tags = inner?.tag === 10 ? [10, 16, 26] : inner?.tag === 18 ? [10, 18, 26] : undefined
  if (inner === null || tags === undefined) return inner?.tag === 26
  return inner.from === inner.to || tags.includes(fieldAt(head, inner.from, inner.to)?.tag ?? 0)
}

/** Tag and content of the field at `at`; null where it is no field or goes beyond `end`. */
function fieldAt(head: Buffer, at: number, end: number): { tag: number; from: number; to: number } | null {
  const reader = new BinaryReader(head)
  reader.pos = at
  try {
    const [field, wireType] = reader.tag()
    const length = reader.uint32()
    const to = wireType === WireType.LengthDelimited ? reader.pos + length : reader.pos
    return reader.pos > head.length || to > end ? null : { tag: field * 8 + wireType, from: reader.pos, to }
  } catch {
    return null
  }
}
