import { counted } from './phrases.ts'

/** What an attribute sits on, taken from the place of a fact: span, event, link or resource. */
export function holderNoun(place: string): string {
  const end = place.indexOf(' ')
  return end === -1 ? place : place.slice(0, end)
}

/** `the span dropped 3 attributes`. */
export function dropped(holder: string, count: number, noun: string): string {
  return `the ${holder} dropped ${counted(count, noun)}`
}

/** How to stop an SDK from dropping attributes. Source: OpenTelemetry SDK environment variables, limits. */
export function raiseAttributeLimit(holder: string): string {
  return `raise \`OTEL_${holder.toUpperCase()}_ATTRIBUTE_COUNT_LIMIT\` so that the ${holder} keeps all its attributes`
}
