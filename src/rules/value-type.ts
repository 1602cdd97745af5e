export { typeOfValue, typeTests } from '../model/value-type.ts'

/** What facts about one value hold; `member` is the place in a list, when the fact is about one member. */
export type ValueData = {
  readonly attribute: string
  readonly member?: number
  /** The value as reports may show it. */
  readonly value: string
}

/** `attribute x of span y`, or `member 0 of attribute x of span y`. */
export function subjectWords({ attribute, member }: ValueData, place: string): string {
  return `${member === undefined ? '' : `member ${member} of `}attribute \`${attribute}\` of ${place}`
}

/** ``string `"42"` ``; ``null`` for null. */
export function receivedWords(received: string, value: string): string {
  return received === 'null' ? 'null' : `${received} \`${value}\``
}
