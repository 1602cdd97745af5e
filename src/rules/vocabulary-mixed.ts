import { z } from 'zod'

import { vocabularyDialectOf, vocabularyOf } from '../dialects/index.ts'
import type { Run, RunRead } from '../runs/index.ts'
import { undecidedByLosses } from './losses.ts'
import { counted } from './phrases.ts'
import { defineRule } from './rule.ts'

const schema = z
  .int()
  .min(1)
  .describe('How many attribute vocabularies a run may mix, such as OpenTelemetry GenAI and OpenInference')

/** OpenTelemetry GenAI, of one generation or the other: a span with only an operation name fits both. */
const undecided = 'undecided'

/** Several vocabularies on one span are an enrichment of that span: the one it decides for counts. */
const vocabularyRead: RunRead = {
  name: 'vocabulary',
  take: (span) => vocabularyOf(span) ?? (vocabularyDialectOf(span) === undefined ? undefined : undecided),
}

type Use = { readonly vocabulary: string; readonly spans: number; readonly example: string }

export const vocabularyMixed = defineRule({
  id: 'vocabulary-mixed',
  summary: 'Bounds how many attribute vocabularies a run mixes',
  severity: 'error',
  scope: 'run',
  clause: { key: 'vocabularies', schema },
  compile(clause) {
    const max = schema.parse(clause.value)
    return {
      reads: [vocabularyRead],
      needs: 'complete',
      check(run) {
        const uses = usesOf(run)
        return uses.length <= max ? undefined : { data: { received: uses.length, max, uses } }
      },
    }
  },
  describe(data) {
    const lost = undecidedByLosses('the number of attribute vocabularies of the run', data)
    if (lost !== undefined) return lost
    const { received, max, uses } = data as {
      readonly received: number
      readonly max: number
      readonly uses: readonly Use[]
    }
    const listed = uses.map(
      ({ vocabulary, spans, example }) => `\`${vocabulary}\` (${counted(spans, 'span')}, such as \`${example}\`)`,
    )
    return {
      message: `run mixes ${received} attribute vocabularies: ${listed.join(', ')}; the contract allows ${max}`,
      help: 'remove the instrumentation that emits the vocabulary you do not query, or set one version for all with `OTEL_SEMCONV_STABILITY_OPT_IN`',
    }
  },
})

function usesOf(run: Run): readonly Use[] {
  const uses = new Map<string, { vocabulary: string; spans: number; example: string }>()
  for (const span of run.spans) {
    const vocabulary = span.values.get(vocabularyRead.name)
    if (typeof vocabulary !== 'string') continue
    const use = uses.get(vocabulary)
    if (use === undefined) uses.set(vocabulary, { vocabulary, spans: 1, example: span.name })
    else use.spans += 1
  }
  const open = uses.get(undecided)
  uses.delete(undecided)
  if (open !== undefined && !uses.has('otel-genai') && !uses.has('otel-genai-legacy')) {
    uses.set('otel-genai', { ...open, vocabulary: 'otel-genai' })
  }
  // OpenLLMetry adds its workflow keys to OpenTelemetry GenAI spans: together they are one instrumentation.
  if (uses.has('otel-genai') || uses.has('otel-genai-legacy')) uses.delete('openllmetry')
  return [...uses.values()].toSorted((left, right) => (left.vocabulary < right.vocabulary ? -1 : 1))
}
