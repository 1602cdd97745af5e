/**
 * Keys of the GenAI conventions, and what other versions and vocabularies call the same thing.
 * Sources: deprecations of OpenTelemetry semantic conventions 1.27 to 1.41; OpenLLMetry, OpenInference and Vercel AI SDK
 * attribute lists.
 */
export const knownRenames: Readonly<Record<string, readonly string[]>> = {
  'gen_ai.agent.name': ['agent.name'],
  'gen_ai.conversation.id': ['session.id', 'gen_ai.thread.id'],
  'gen_ai.input.messages': ['gen_ai.prompt', 'llm.input_messages', 'ai.prompt.messages'],
  'gen_ai.output.messages': ['gen_ai.completion', 'llm.output_messages', 'ai.response.text'],
  'gen_ai.operation.name': ['llm.request.type', 'openinference.span.kind', 'ai.operationId'],
  'gen_ai.output.type': ['gen_ai.openai.request.response_format'],
  'gen_ai.provider.name': ['gen_ai.system', 'llm.provider', 'llm.system', 'ai.model.provider'],
  'gen_ai.request.model': ['llm.request.model', 'llm.model_name', 'ai.model.id'],
  'gen_ai.request.seed': ['gen_ai.openai.request.seed'],
  'gen_ai.response.id': ['ai.response.id'],
  'gen_ai.response.model': ['llm.response.model', 'ai.response.model'],
  'gen_ai.tool.call.id': ['tool_call.id', 'ai.toolCall.id'],
  'gen_ai.tool.name': ['tool.name', 'tool_call.function.name', 'ai.toolCall.name'],
  'gen_ai.usage.input_tokens': [
    'gen_ai.usage.prompt_tokens',
    'llm.usage.prompt_tokens',
    'llm.token_count.prompt',
    'ai.usage.promptTokens',
    'ai.usage.inputTokens',
  ],
  'gen_ai.usage.output_tokens': [
    'gen_ai.usage.completion_tokens',
    'llm.usage.completion_tokens',
    'llm.token_count.completion',
    'ai.usage.completionTokens',
    'ai.usage.outputTokens',
  ],
  'openai.request.service_tier': ['gen_ai.openai.request.service_tier'],
  'openai.response.service_tier': ['gen_ai.openai.response.service_tier'],
  'openai.response.system_fingerprint': ['gen_ai.openai.response.system_fingerprint'],
}
