import { defineDialect } from './dialect.ts'
import { hasKeyUnder } from './keys.ts'

export const openinference = defineDialect({
  id: 'openinference',
  title: 'OpenInference',
  source: 'OpenInference semantic conventions 0.1',
  recognises: (span) =>
    span.attributes.has('openinference.span.kind') || (hasKeyUnder(span, 'llm.') && !hasKeyUnder(span, 'gen_ai.')),
})
