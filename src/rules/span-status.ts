import { anyOfWords } from './phrases.ts'
import { defineRule } from './rule.ts'

export const spanStatus = defineRule({
  id: 'span-status',
  summary: 'Requires one of the status codes that a clause allows',
  severity: 'error',
  scope: 'span',
  restsOn: ['status'],
  compile(clause) {
    if (clause.status === undefined) return undefined
    const expected = clause.status
    return {
      path: '.status',
      check: (span) =>
        expected.includes(span.status.code) ? undefined : { data: { received: span.status.code, expected } },
    }
  },
  describe(data, place) {
    const { received, expected } = data as { readonly received: string; readonly expected: readonly string[] }
    return {
      message: `${place} has status \`${received}\`; the contract allows ${anyOfWords(expected)}`,
      help:
        received === 'error'
          ? "repair what failed, or add `error` to the clause's `status`"
          : `end the span with status ${anyOfWords(expected)}`,
    }
  },
})
