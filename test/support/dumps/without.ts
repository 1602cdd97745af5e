import type { LackingPart, Span } from '../../../src/model/span.ts'
import { noAttributes } from '../../../src/model/value.ts'

/** Everything of a span that a format may leave out, as a reader gives it where it is left out. */
export const leftOut = {
  kind: 'unspecified',
  events: [],
  links: [],
  resource: { attributes: noAttributes, schemaUrl: '' },
  scope: { name: '', version: '', attributes: noAttributes, schemaUrl: '' },
  traceState: '',
  flags: null,
  droppedAttributes: 0,
  droppedEvents: 0,
  droppedLinks: 0,
  position: 0,
} as const satisfies Partial<Span>

export function source(
  format: string,
  timePrecisionNano: number,
  lacks: readonly LackingPart[],
  isStringly = false,
): Span['source'] {
  return { format, timePrecisionNano, isStringly, isTranscript: false, lacks: new Set(lacks) }
}
