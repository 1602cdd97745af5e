import { defineDialect } from './dialect.ts'

export const vercelAi = defineDialect({
  id: 'vercel-ai',
  title: 'Vercel AI SDK',
  source: 'ai 4 to 6, experimental_telemetry; version 7 speaks OpenTelemetry GenAI',
  // Its model calls also carry `gen_ai.system`, but never an operation name.
  recognises: (span) => span.attributes.has('ai.operationId') && !span.attributes.has('gen_ai.operation.name'),
})
