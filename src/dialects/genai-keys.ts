import type { FactKeys } from './dialect.ts'

const nanoPerSecond = 1e9

/** Keys of the GenAI conventions of every generation, and of what OpenLLMetry wrote before there were any; newest first. */
export const genaiKeys = {
  agent: ['gen_ai.agent.name'],
  conversation: ['gen_ai.conversation.id'],
  callId: ['gen_ai.tool.call.id'],
  toolName: ['gen_ai.tool.name'],
  provider: ['gen_ai.provider.name', 'gen_ai.system'],
  requestModel: ['gen_ai.request.model'],
  responseModel: ['gen_ai.response.model'],
  responseId: ['gen_ai.response.id'],
  finishReason: ['gen_ai.response.finish_reasons', 'gen_ai.completion.0.finish_reason'],
  args: [
    { key: 'gen_ai.tool.call.arguments', form: 'json', mayBeMap: true },
    { key: 'gen_ai.retrieval.query.text', form: 'text' },
    { key: 'gen_ai.memory.query.text', form: 'text' },
  ],
  result: [
    { key: 'gen_ai.tool.call.result', form: 'either', mayBeMap: true },
    { key: 'gen_ai.retrieval.documents', form: 'either' },
    { key: 'gen_ai.memory.records', form: 'either' },
  ],
  input: ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'],
  output: ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'],
  cachedInput: ['gen_ai.usage.cache_read.input_tokens', 'gen_ai.usage.cache_read_input_tokens'],
  cacheWrite: [
    'gen_ai.usage.cache_write.input_tokens',
    'gen_ai.usage.cache_creation.input_tokens',
    'gen_ai.usage.cache_creation_input_tokens',
  ],
  reasoning: ['gen_ai.usage.reasoning.output_tokens', 'gen_ai.usage.reasoning_tokens'],
  timeToFirstToken: [
    { key: 'gen_ai.response.time_to_first_chunk', unitNano: nanoPerSecond },
    { key: 'gen_ai.client.operation.time_to_first_chunk', unitNano: nanoPerSecond },
  ],
  resends: ['http.request.resend_count'],
} as const satisfies FactKeys
