import { defineDialect } from './dialect.ts'
import { genaiKeys } from './genai-keys.ts'
import { hasAnyKey, operationOf } from './keys.ts'
import { genaiAnswers, genaiRequests } from './messages/genai-messages.ts'
import { classifyByOperation } from './operations.ts'

const keys = ['gen_ai.usage.cache_write.input_tokens', 'gen_ai.retrieval.top_k', 'gen_ai.request.reasoning.level']

const operation =
  /^(?:plan|fetch_response|(?:create|update|upsert|search|delete)_memory|(?:create|delete)_memory_store)$/

export const otelGenaiNext = defineDialect({
  id: 'otel-genai-next',
  title: 'OpenTelemetry GenAI, unreleased',
  source: 'open-telemetry/semantic-conventions-genai, main branch',
  recognises: (span) => hasAnyKey(span, keys) || operation.test(operationOf(span) ?? ''),
  classify: classifyByOperation,
  keys: genaiKeys,
  requests: genaiRequests,
  answers: genaiAnswers,
})
