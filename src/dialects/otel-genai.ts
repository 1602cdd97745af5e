import type { Span } from '../model/span.ts'
import { defineDialect } from './dialect.ts'
import { genaiKeys } from './genai-keys.ts'
import { hasAnyKey } from './keys.ts'
import { genaiAnswers, genaiRequests } from './messages/genai-messages.ts'
import { classifyByKeys, classifyByOperation } from './operations.ts'

/** Keys that only versions since 1.37 have; `gen_ai.operation.name` is older. */
const keys = [
  'gen_ai.provider.name',
  'gen_ai.input.messages',
  'gen_ai.output.messages',
  'gen_ai.system_instructions',
  'gen_ai.tool.definitions',
  'gen_ai.tool.call.arguments',
  'gen_ai.tool.call.result',
]

/** True when the keys of a span tell that its vocabulary is not an older one. */
export function isDecidedly137(span: Span): boolean {
  return hasAnyKey(span, keys)
}

export const otelGenai = defineDialect({
  id: 'otel-genai',
  title: 'OpenTelemetry GenAI, 1.37 and later',
  source: 'OpenTelemetry semantic conventions 1.41.1',
  // Tool spans had no operation name before 1.37.
  recognises: (span) =>
    isDecidedly137(span) ||
    span.attributes.has('gen_ai.operation.name') ||
    (span.attributes.has('gen_ai.tool.name') && !span.attributes.has('mcp.method.name')),
  classify: (span) => classifyByOperation(span) ?? classifyByKeys(span),
  keys: genaiKeys,
  requests: genaiRequests,
  answers: genaiAnswers,
})
