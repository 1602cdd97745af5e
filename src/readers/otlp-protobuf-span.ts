import { BinaryReader } from '@bufbuild/protobuf/wire'
import { completeSource, type Resource, type Scope, type Span, type SpanEvent, type SpanLink } from '../model/span.ts'
import type { Value } from '../model/value.ts'
import { asBuffer } from './byte-chunks.ts'
import { readKind, readStatus } from './otlp-enums.ts'
import { addFault, type OtlpFile } from './otlp-file.ts'
import { readAttribute, sealed } from './otlp-protobuf-values.ts'
import { eachField, enter } from './protobuf-fields.ts'

const traceIdBytes = 16
const spanIdBytes = 8
const allZero = /^0*$/

const source = completeSource('otlp-protobuf')

/**
 * One Span between the reader's position and `end`, or why it cannot be read. Fields: 1 trace id, 2 span id, 3 trace
 * state, 4 parent span id, 5 name, 6 kind, 7 start, 8 end, 9 attributes, 10 dropped attributes, 11 events, 12 dropped
 * events, 13 links, 14 dropped links, 15 status, 16 flags.
 * @throws where the bytes are no such message.
 */
export function readSpan(
  reader: BinaryReader,
  end: number,
  resource: Resource,
  scope: Scope,
  position: number,
  file: OtlpFile,
): Span | string {
  let traceId = ''
  let spanId = ''
  let parentSpanId = ''
  let name = ''
  let kind = 0
  let startUnixNano = 0n
  let endUnixNano = 0n
  let code = 0
  let statusMessage = ''
  let traceState = ''
  let flags: number | null = null
  let droppedAttributes = 0
  let droppedEvents = 0
  let droppedLinks = 0
  let isLogRecord = false
  const attributes = new Map<string, Value>()
  const events: SpanEvent[] = []
  const links: SpanLink[] = []
  file.unread = 0

  eachField(reader, end, (tag) => {
    if (tag === 10) traceId = readHex(reader)
    else if (tag === 18) spanId = readHex(reader)
    else if (tag === 26) traceState = reader.string(true)
    else if (tag === 34) parentSpanId = readHex(reader)
    else if (tag === 42) name = reader.string(true)
    else if (tag === 48) kind = reader.int32()
    else if (tag === 57) startUnixNano = BigInt(reader.fixed64())
    else if (tag === 65) endUnixNano = BigInt(reader.fixed64())
    else if (tag === 74) readAttribute(reader, end, attributes, file, 'span', spanId)
    else if (tag === 80) droppedAttributes = reader.uint32()
    else if (tag === 90) events.push(keepUnread(file, () => readEvent(reader, end, file, spanId)))
    else if (tag === 96) droppedEvents = reader.uint32()
    else if (tag === 106) {
      const link = keepUnread(file, () => readLink(reader, end, file, spanId))
      if (link === undefined) droppedLinks += 1
      else links.push(link)
    } else if (tag === 112) droppedLinks += reader.uint32()
    else if (tag === 122) [code, statusMessage] = readSpanStatus(reader, end)
    else if (tag === 133) flags = reader.fixed32()
    else {
      // Field 1 or 11 as fixed64: the time of a LogRecord, whose other fields are none of a span.
      isLogRecord = tag === 9 || tag === 89
      if (!isLogRecord) return false
      reader.pos = end
    }
    return true
  })

  if (isLogRecord) return 'is a log record'
  const wrongId =
    wrongLength('trace id', traceId, traceIdBytes) ??
    wrongLength('span id', spanId, spanIdBytes) ??
    (parentSpanId === '' ? undefined : wrongLength('parent span id', parentSpanId, spanIdBytes))
  if (wrongId !== undefined) return wrongId
  if (allZero.test(traceId)) return 'has a trace id that is all zero'
  if (allZero.test(spanId)) return 'has a span id that is all zero'
  if (name === '') return 'has no name'
  if (startUnixNano === 0n) return 'has no start time'
  const status = readStatus(code, statusMessage)
  if (status === undefined) return `has status code \`${code}\`, which OTLP does not know`
  const knownKind = readKind(kind)
  if (knownKind === undefined) file.unknownKind ??= `\`${kind}\``
  return {
    traceId,
    spanId,
    parentSpanId: allZero.test(parentSpanId) ? null : parentSpanId,
    name,
    kind: knownKind ?? 'unspecified',
    startUnixNano,
    endUnixNano: endUnixNano === 0n ? null : endUnixNano,
    status,
    attributes: sealed(attributes),
    events,
    links,
    resource,
    scope,
    traceState,
    flags,
    droppedAttributes: droppedAttributes + file.unread,
    droppedEvents,
    droppedLinks,
    source,
    position,
  }
}

function readHex(reader: BinaryReader): string {
  return asBuffer(reader.bytes()).toString('hex')
}

function wrongLength(what: string, hex: string, bytes: number): string | undefined {
  if (hex.length === bytes * 2) return undefined
  return hex === '' ? `has no ${what}` : `has a ${what} of ${hex.length / 2} bytes; OTLP wants ${bytes}`
}

/** Reads an embedded message whose unread attributes are not the span's own. */
function keepUnread<T>(file: OtlpFile, read: () => T): T {
  const { unread } = file
  const result = read()
  file.unread = unread
  return result
}

/** 1 time, 2 name, 3 attributes, 4 dropped attributes. */
function readEvent(reader: BinaryReader, outer: number, file: OtlpFile, spanId: string): SpanEvent {
  const end = enter(reader, outer)
  let timeUnixNano = 0n
  let name = ''
  let droppedAttributes = 0
  const attributes = new Map<string, Value>()
  file.unread = 0
  eachField(reader, end, (tag) => {
    if (tag === 9) timeUnixNano = BigInt(reader.fixed64())
    else if (tag === 18) name = reader.string(true)
    else if (tag === 26) readAttribute(reader, end, attributes, file, 'an event of span', spanId)
    else if (tag === 32) droppedAttributes = reader.uint32()
    else return false
    return true
  })
  return {
    name,
    timeUnixNano: timeUnixNano === 0n ? null : timeUnixNano,
    attributes: sealed(attributes),
    source: 'span',
    body: null,
    droppedAttributes: droppedAttributes + file.unread,
  }
}

/** 1 trace id, 2 span id, 3 trace state, 4 attributes, 5 dropped attributes, 6 flags; undefined without both ids. */
function readLink(reader: BinaryReader, outer: number, file: OtlpFile, ownSpanId: string): SpanLink | undefined {
  const end = enter(reader, outer)
  let traceId = ''
  let spanId = ''
  let droppedAttributes = 0
  const attributes = new Map<string, Value>()
  file.unread = 0
  eachField(reader, end, (tag) => {
    if (tag === 10) traceId = readHex(reader)
    else if (tag === 18) spanId = readHex(reader)
    else if (tag === 34) readAttribute(reader, end, attributes, file, 'a link of span', ownSpanId)
    else if (tag === 40) droppedAttributes = reader.uint32()
    else return false
    return true
  })
  if (allZero.test(traceId) || allZero.test(spanId)) return undefined
  const wrongId = wrongLength('trace id', traceId, traceIdBytes) ?? wrongLength('span id', spanId, spanIdBytes)
  if (wrongId !== undefined) {
    addFault(file, `a link of span \`${ownSpanId}\` ${wrongId}`)
    return undefined
  }
  return { traceId, spanId, attributes: sealed(attributes), droppedAttributes: droppedAttributes + file.unread }
}

/** 2 message, 3 code. */
function readSpanStatus(reader: BinaryReader, outer: number): [code: number, message: string] {
  const end = enter(reader, outer)
  let message = ''
  let code = 0
  eachField(reader, end, (tag) => {
    if (tag === 18) message = reader.string(true)
    else if (tag === 24) code = reader.int32()
    else return false
    return true
  })
  return [code, message]
}
