import type { Span } from '../model/span.ts'
import type { IdEncoding } from './ids.ts'
import type { LogEvent, ReadContext } from './reader.ts'

/** What a reader of OTLP remembers across the pieces of one file. */
export interface OtlpFile {
  readonly ids: IdEncoding
  /** Numbers are exact and keys are spelled as specified in what is read now; see `parseCarefully`. */
  careful: boolean
  /** Attributes left out of the map being read, in an encoding this version cannot read; the caller resets it. */
  unread: number
  repeatedKeys: boolean
}

/** What one piece held. */
export interface OtlpPiece {
  readonly spans: Span[]
  readonly logEvents: LogEvent[]
  /** One message per span or list that could not be read. */
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
  return { ids: { current: null }, careful: false, unread: 0, repeatedKeys: false }
}

export function newOtlpPiece(): OtlpPiece {
  return { spans: [], logEvents: [], problems: [], skipped: newSkipped() }
}

export function newSkipped(): Skipped {
  return { metrics: 0, profiles: 0, logRecords: 0 }
}

export function addSkipped(total: Skipped, part: Skipped): void {
  total.metrics += part.metrics
  total.profiles += part.profiles
  total.logRecords += part.logRecords
}

/** Tells at the end of a file what was left aside in it. */
export function noteLeftAside(file: OtlpFile, skipped: Skipped, context: ReadContext): void {
  if (skipped.metrics > 0) context.note(`skipped ${counted(skipped.metrics, 'metric')}`)
  if (skipped.profiles > 0) context.note(`skipped ${counted(skipped.profiles, 'profile')}`)
  if (skipped.logRecords > 0) {
    context.note(`skipped ${counted(skipped.logRecords, 'log record')} without the ids of a span`)
  }
  if (file.repeatedKeys) context.note('an attribute key occurs twice in one list; its last value counts')
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
