import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { spanKinds, statusCodes, type Span } from '../../../src/model/span.ts'
import type { Attributes, Value } from '../../../src/model/value.ts'
import { groupSpans } from './group-spans.ts'

/** `ExportTraceServiceRequest`; `formerFields` writes scopes in field 1000, as before OTLP 0.15. */
export function encodeProtobuf(spans: readonly Span[], { formerFields = false } = {}): Uint8Array {
  const writer = new BinaryWriter()
  for (const { resource, scopes } of groupSpans(spans)) {
    message(writer, 1, () => {
      message(writer, 1, () => attributes(writer, 1, resource.attributes))
      for (const { scope, spans: inScope } of scopes) {
        message(writer, formerFields ? 1000 : 2, () => {
          message(writer, 1, () => {
            text(writer, 1, scope.name)
            text(writer, 2, scope.version)
            attributes(writer, 3, scope.attributes)
          })
          for (const span of inScope) message(writer, 2, () => spanFields(writer, span))
          text(writer, 3, scope.schemaUrl)
        })
      }
      text(writer, 3, resource.schemaUrl)
    })
  }
  return writer.finish()
}

/** Each message behind its length, as the collector's file exporter writes them. */
export function frame(messages: readonly Uint8Array[]): Buffer {
  return Buffer.concat(
    messages.flatMap((bytes) => {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(bytes.length)
      return [length, bytes]
    }),
  )
}

export function message(writer: BinaryWriter, field: number, write: () => void): void {
  writer.tag(field, WireType.LengthDelimited).fork()
  write()
  writer.join()
}

function text(writer: BinaryWriter, field: number, value: string): void {
  if (value !== '') writer.tag(field, WireType.LengthDelimited).string(value)
}

function id(writer: BinaryWriter, field: number, hex: string): void {
  writer.tag(field, WireType.LengthDelimited).bytes(Buffer.from(hex, 'hex'))
}

function time(writer: BinaryWriter, field: number, value: bigint | null): void {
  if (value !== null) writer.tag(field, WireType.Bit64).fixed64(value)
}

function count(writer: BinaryWriter, field: number, value: number): void {
  if (value !== 0) writer.tag(field, WireType.Varint).uint32(value)
}

function spanFields(writer: BinaryWriter, span: Span): void {
  id(writer, 1, span.traceId)
  id(writer, 2, span.spanId)
  text(writer, 3, span.traceState)
  if (span.parentSpanId !== null) id(writer, 4, span.parentSpanId)
  text(writer, 5, span.name)
  count(writer, 6, spanKinds.indexOf(span.kind))
  time(writer, 7, span.startUnixNano)
  time(writer, 8, span.endUnixNano)
  attributes(writer, 9, span.attributes)
  count(writer, 10, span.droppedAttributes)
  for (const event of span.events) {
    message(writer, 11, () => {
      time(writer, 1, event.timeUnixNano)
      text(writer, 2, event.name)
      attributes(writer, 3, event.attributes)
      count(writer, 4, event.droppedAttributes)
    })
  }
  count(writer, 12, span.droppedEvents)
  for (const link of span.links) {
    message(writer, 13, () => {
      id(writer, 1, link.traceId)
      id(writer, 2, link.spanId)
      attributes(writer, 4, link.attributes)
      count(writer, 5, link.droppedAttributes)
    })
  }
  count(writer, 14, span.droppedLinks)
  message(writer, 15, () => {
    text(writer, 2, span.status.message)
    count(writer, 3, statusCodes.indexOf(span.status.code))
  })
  if (span.flags !== null) writer.tag(16, WireType.Bit32).fixed32(span.flags)
}

function attributes(writer: BinaryWriter, field: number, map: Attributes): void {
  for (const [key, value] of map) keyValue(writer, field, key, value)
}

function keyValue(writer: BinaryWriter, field: number, key: string, value: Value): void {
  message(writer, field, () => {
    text(writer, 1, key)
    message(writer, 2, () => anyValue(writer, value))
  })
}

function anyValue(writer: BinaryWriter, value: Value): void {
  if (value === null) return
  if (typeof value === 'string') writer.tag(1, WireType.LengthDelimited).string(value)
  else if (typeof value === 'boolean') writer.tag(2, WireType.Varint).bool(value)
  else if (typeof value === 'bigint') writer.tag(3, WireType.Varint).int64(value)
  else if (typeof value === 'number' && Number.isSafeInteger(value)) writer.tag(3, WireType.Varint).int64(value)
  else if (typeof value === 'number') writer.tag(4, WireType.Bit64).double(value)
  else if (value instanceof Uint8Array) writer.tag(7, WireType.LengthDelimited).bytes(value)
  else if (Array.isArray(value)) {
    message(writer, 5, () => {
      for (const entry of value) message(writer, 1, () => anyValue(writer, entry))
    })
  } else {
    message(writer, 6, () => {
      for (const [key, entry] of Object.entries(value)) keyValue(writer, 1, key, entry)
    })
  }
}
