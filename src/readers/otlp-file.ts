import type { Span } from '../model/span.ts'
import { createAttributeShapes } from './attribute-shapes.ts'
import type { IdEncoding } from './ids.ts'
import { maxPieceText } from './limits.ts'
import type { LogEvent, ReadContext } from './reader.ts'
import { createRecentNames } from './recent-names.ts'

/** What a reader of OTLP remembers across the pieces of one file. */
export interface OtlpFile {
  readonly ids: IdEncoding
  /** Trace id of the span before, in lower-case hex; null before the first. */
  traceId: string | null
  readonly shapeOf: ReturnType<typeof createAttributeShapes>
  readonly recentName: ReturnType<typeof createRecentNames>
  /** Numbers are exact and keys are spelled as specified in what is read now; see `parseCarefully`. */
  careful: boolean
  /** Attributes left out of the map being read, because they cannot be read; the caller resets it. */
  unread: number
  /** Values of the piece being read that are damaged: the first one in words, and how many there are. */
  fault: string | null
  faults: number
  /** A value was too deep; reset by whoever looks. */
  tooDeep: boolean
  repeatedKeys: boolean
  newerEncoding: boolean
  /** First span kind that OTLP does not know, as a message shows it. */
  unknownKind: string | null
  /** Members of long elements that stand behind their spans; see `MemberBehind`. */
  readonly behindSpans: Set<string>
}

/** What one piece held. */
export interface OtlpPiece {
  readonly spans: Span[]
  readonly logEvents: LogEvent[]
  /** Spans that could not be read; each has its problem. */
  refused: number
  readonly problems: string[]
  readonly skipped: Skipped
}

/** Signals that are not read, counted. */
export interface Skipped {
  metrics: number
  profiles: number
  /** Log records without both ids. */
  logRecords: number
}

export function newOtlpFile(): OtlpFile {
  return {
    ids: { current: null },
    traceId: null,
    shapeOf: createAttributeShapes(),
    recentName: createRecentNames(),
    careful: false,
    unread: 0,
    fault: null,
    faults: 0,
    tooDeep: false,
    repeatedKeys: false,
    newerEncoding: false,
    unknownKind: null,
    behindSpans: new Set(),
  }
}

export function newOtlpPiece(): OtlpPiece {
  return { spans: [], logEvents: [], refused: 0, problems: [], skipped: newSkipped() }
}

export function newSkipped(): Skipped {
  return { metrics: 0, profiles: 0, logRecords: 0 }
}

export function addSkipped(total: Skipped, part: Skipped): void {
  total.metrics += part.metrics
  total.profiles += part.profiles
  total.logRecords += part.logRecords
}

/** Counts a damaged value, which the reader leaves out. */
export function addFault(file: OtlpFile, message: string): void {
  file.fault ??= message
  file.faults += 1
}

/** What is wrong with values read since the last call, in one message: a fault of the exporter repeats in every span. */
export function takeFaults(file: OtlpFile): string | null {
  const { fault, faults } = file
  file.fault = null
  file.faults = 0
  if (fault === null || faults === 1) return fault
  return `${fault}; ${counted(faults - 1, 'further value')} here cannot be read either`
}

/** Tells at the end of a file what was left aside in it. */
export function noteLeftAside(file: OtlpFile, skipped: Skipped, context: ReadContext): void {
  if (skipped.metrics > 0) context.note(`skipped ${counted(skipped.metrics, 'metric')}`)
  if (skipped.profiles > 0) context.note(`skipped ${counted(skipped.profiles, 'profile')}`)
  if (skipped.logRecords > 0) {
    context.note(`skipped ${counted(skipped.logRecords, 'log record')} without the ids of a span`)
  }
  for (const name of file.behindSpans) {
    const message = `\`${name}\` stands behind the spans of an element longer than ${maxPieceText}; they are read without it`
    context.note(message, { incomplete: name !== 'schemaUrl' })
  }
  if (file.newerEncoding) {
    context.note(
      'an attribute is in an encoding of a newer OTLP, which this version does not read; it counts as dropped',
    )
  }
  if (file.unknownKind !== null) {
    context.note(`a span has kind ${file.unknownKind}, which OTLP does not know; it counts as unspecified`)
  }
  if (file.repeatedKeys) context.note('an attribute key occurs twice in one list; its last value counts')
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
