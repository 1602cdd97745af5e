import { defineDialect } from './dialect.ts'
import { genaiKeys } from './genai-keys.ts'
import { hasAnyKey } from './keys.ts'
import { genaiAnswers, genaiRequests } from './messages/genai-messages.ts'
import { classifyByKeys, classifyByOperation } from './operations.ts'

const keys = ['gen_ai.usage.prompt_tokens', 'gen_ai.usage.completion_tokens', 'gen_ai.prompt', 'gen_ai.completion']

const events = new Set([
  'gen_ai.system.message',
  'gen_ai.user.message',
  'gen_ai.assistant.message',
  'gen_ai.tool.message',
  'gen_ai.choice',
  'gen_ai.content.prompt',
  'gen_ai.content.completion',
])

export const otelGenaiLegacy = defineDialect({
  id: 'otel-genai-legacy',
  title: 'OpenTelemetry GenAI, up to 1.36',
  source: 'OpenTelemetry semantic conventions 1.36',
  recognises: (span) =>
    !span.attributes.has('gen_ai.provider.name') &&
    (span.attributes.has('gen_ai.system') || hasAnyKey(span, keys) || span.events.some(({ name }) => events.has(name))),
  classify: (span) => classifyByOperation(span) ?? classifyByKeys(span),
  keys: genaiKeys,
  requests: genaiRequests,
  answers: genaiAnswers,
})
