import type { SpanKind } from '../model/span.ts'
import { anyOfWords } from './phrases.ts'
import { defineRule } from './rule.ts'

export const spanKind = defineRule({
  id: 'span-kind',
  summary: 'Requires one of the kinds that a clause declares',
  severity: 'error',
  scope: 'span',
  restsOn: ['kind'],
  compile(clause) {
    if (clause.kind === undefined) return undefined
    const expected = clause.kind
    const allowed = new Set(expected.map(compared))
    return {
      path: '.kind',
      check: (span) => (allowed.has(compared(span.kind)) ? undefined : { data: { received: span.kind, expected } }),
    }
  },
  describe(data, place) {
    const { received, expected } = data as { readonly received: string; readonly expected: readonly string[] }
    return {
      message: `${place} has kind \`${received}\`; the contract declares ${anyOfWords(expected)}`,
      help: `start the span with kind ${anyOfWords(expected)}`,
    }
  },
})

/** A span without a kind counts as internal, as the OTLP specification asks. */
function compared(kind: SpanKind): SpanKind {
  return kind === 'unspecified' ? 'internal' : kind
}
