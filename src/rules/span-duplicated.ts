import { z } from 'zod'

import { defineRule, type RunFact } from './rule.ts'

const schema = z.literal('forbid').describe('Forbids that a span is recorded more than once')

export const spanDuplicated = defineRule({
  id: 'span-duplicated',
  summary: 'Forbids that a span is recorded more than once',
  severity: 'error',
  scope: 'run',
  clause: { key: 'duplicates', schema },
  compile(clause) {
    schema.parse(clause.value)
    return {
      check(run) {
        const facts: RunFact[] = []
        for (const span of run.spans) {
          if (span.copies < 2) continue
          facts.push({ span, data: { copies: span.copies, isConflicting: span.hasConflictingCopy } })
        }
        return facts.length > 0 ? facts : undefined
      },
    }
  },
  describe(data, place) {
    const { copies, isConflicting } = data as { readonly copies: number; readonly isConflicting: boolean }
    return {
      message: `${place} is recorded ${copies} times${isConflicting ? ', with different content' : ''}`,
      help: isConflicting
        ? 'give every span an id of its own, and export it once, after it ended'
        : 'register one exporter per pipeline, and merge recordings that overlap only once',
    }
  },
})
