import type { Span } from '../model/span.ts'
import { defineDialect } from './dialect.ts'
import { genaiKeys } from './genai-keys.ts'
import { textOf } from './keys.ts'
import { classifyByOperation } from './operations.ts'

/** Spans that a reader made of messages: GenAI keys, and what only a transcript says under `spanpact.*`. */
export const chat = defineDialect({
  id: 'chat',
  title: 'chat transcript',
  source: 'the keys that the readers of transcripts write',
  recognises: (span) => span.source.isTranscript,
  classify: (span) =>
    textOf(span, 'spanpact.handoff.to') === null ? classifyByOperation(span) : { kind: 'handoff', name: null },
  keys: {
    ...genaiKeys,
    handoffTo: ['spanpact.handoff.to'],
    // Which texts are JSON, a transcript does not say of results.
    result: [{ key: 'gen_ai.tool.call.result', form: 'text' }],
  },
  refine(span, facts) {
    const turn = span.attributes.get('spanpact.turn')
    return { turn: typeof turn === 'number' ? turn : null, status: statusOf(span) ?? facts.status }
  },
})

/** Pending calls, and results that only look like failures; null where the status of the span says it all. */
function statusOf(span: Span): 'pending' | 'unset' | 'ok' | null {
  if (span.attributes.get('spanpact.pending') === true) return 'pending'
  if (span.status.code === 'error') return null
  if (span.attributes.has('spanpact.status.hint')) return 'unset'
  return span.attributes.has('gen_ai.tool.call.result') ? 'ok' : null
}
