import { quoted } from './quoted.ts'

/** Whose attributes are read; all but the last two stand with the id of the span. */
export type Owner =
  | 'span'
  | 'an event of span'
  | 'a link of span'
  | 'a log record of span'
  | 'the resource'
  | 'the scope'

/** The owner as a message names it. */
export function placeOf(owner: Owner, spanId: string): string {
  return spanId === '' ? owner : `${owner} ${quoted(spanId)}`
}
