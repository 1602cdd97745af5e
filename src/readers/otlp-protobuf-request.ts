import { BinaryReader } from '@bufbuild/protobuf/wire'
import type { Resource, Scope, Span } from '../model/span.ts'
import type { Value } from '../model/value.ts'
import { takeFaults, type OtlpFile } from './otlp-file.ts'
import { readSpan } from './otlp-protobuf-span.ts'
import { readAttribute, sealed } from './otlp-protobuf-values.ts'
import { eachField, rangesOf, type FieldRange } from './protobuf-fields.ts'

/** What one message held; all offsets are offsets in its bytes. */
export interface ProtobufPiece {
  readonly spans: Span[]
  /** Spans that cannot be read, and why. */
  readonly refused: { readonly byte: number; readonly message: string }[]
  /** What could not be read in spans, resources and scopes that were read. */
  readonly faults: { readonly byte: number; readonly message: string }[]
  /** Where the bytes stop being OTLP; what was complete before and beside it is read. */
  readonly damagedAt: number[]
}

/** What reading one message takes. */
interface Message {
  readonly bytes: Buffer
  readonly reader: BinaryReader
  /** Given to its spans. */
  readonly position: number
  readonly file: OtlpFile
  readonly piece: ProtobufPiece
}

/** `ExportTraceServiceRequest` or `TracesData`: 1 ResourceSpans. */
export function readRequest(bytes: Buffer, position: number, file: OtlpFile): ProtobufPiece {
  const message = startMessage(bytes, position, file)
  for (const range of fieldsOf(message, 0, bytes.length)) {
    if (range.field === 1) readResource(message, range.from, range.to)
  }
  return message.piece
}

/** `ResourceSpans`: 1 Resource, 2 ScopeSpans, 3 schema URL; 1000: ScopeSpans as they were called before OTLP 0.15. */
export function readResourceSpans(bytes: Buffer, position: number, file: OtlpFile): ProtobufPiece {
  const message = startMessage(bytes, position, file)
  readResource(message, 0, bytes.length)
  return message.piece
}

function startMessage(bytes: Buffer, position: number, file: OtlpFile): Message {
  const piece = { spans: [], refused: [], faults: [], damagedAt: [] }
  return { bytes, reader: new BinaryReader(bytes), position, file, piece }
}

function readResource(message: Message, from: number, to: number): void {
  const ranges = fieldsOf(message, from, to)
  // Fields may come in any order, so the resource is read before the spans that share it.
  const { owner, schemaUrl } = readOwner(message, ranges, 1)
  const { attributes, droppedAttributes } = owner
  const resource: Resource = { attributes, schemaUrl, ...(droppedAttributes === 0 ? {} : { droppedAttributes }) }
  for (const range of ranges) {
    if (range.field === 2 || range.field === 1000) readScopeSpans(message, range, resource)
  }
}

/** `ScopeSpans`: 1 Scope, 2 Span, 3 schema URL. */
function readScopeSpans(message: Message, { from, to }: FieldRange, resource: Resource): void {
  const ranges = fieldsOf(message, from, to)
  const { owner, schemaUrl } = readOwner(message, ranges, 3)
  const { name, version, attributes, droppedAttributes } = owner
  const scope: Scope = {
    name,
    version,
    attributes,
    schemaUrl,
    ...(droppedAttributes === 0 ? {} : { droppedAttributes }),
  }
  for (const range of ranges) {
    if (range.field === 2 && !range.cut) readOneSpan(message, range, resource, scope)
  }
}

function readOneSpan(message: Message, range: FieldRange, resource: Resource, scope: Scope): void {
  const { reader, position, file, piece } = message
  reader.pos = range.from
  let span: Span | string
  try {
    span = readSpan(reader, range.to, resource, scope, position, file)
  } catch {
    span = 'is damaged: its bytes are no OTLP span'
  }
  if (typeof span === 'string') piece.refused.push({ byte: range.from, message: span })
  else piece.spans.push(span)
  reportFaults(message, range.from)
}

function reportFaults({ file, piece }: Message, byte: number): void {
  const message = takeFaults(file)
  if (message !== null) piece.faults.push({ byte, message })
}

/**
 * Resource (attributes in field 1) or Scope (1 name, 2 version, attributes in field 3), the drop count in the field
 * behind the attributes, and the schema URL beside it.
 */
function readOwner(message: Message, ranges: readonly FieldRange[], attributesField: 1 | 3) {
  const { bytes, reader, file, piece } = message
  const attributes = new Map<string, Value>()
  let name = ''
  let version = ''
  let schemaUrl = ''
  let droppedAttributes = 0
  for (const { field, from, to } of ranges) {
    if (field === 3) schemaUrl = bytes.toString('utf8', from, to)
    if (field !== 1) continue
    reader.pos = from
    try {
      eachField(reader, to, (tag) => {
        if (tag === (attributesField + 1) * 8) droppedAttributes = reader.uint32()
        else if (tag === attributesField * 8 + 2)
          readAttribute(reader, to, attributes, file, attributesField === 1 ? 'the resource' : 'the scope', '')
        else if (tag === 10) name = reader.string(true)
        else if (tag === 18) version = reader.string(true)
        else return false
        return true
      })
    } catch {
      piece.damagedAt.push(from)
    }
    reportFaults(message, from)
  }

  return { owner: { name, version, attributes: sealed(attributes), droppedAttributes }, schemaUrl }
}

function fieldsOf({ reader, piece }: Message, from: number, to: number): readonly FieldRange[] {
  const { ranges, damagedAt } = rangesOf(reader, from, to)
  if (damagedAt !== null) piece.damagedAt.push(damagedAt)
  return ranges
}
