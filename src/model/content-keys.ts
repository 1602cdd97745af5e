/** Keys that carry prompts, answers, tool arguments or results in the vocabularies instrumentations use. */
const contentKeys = new Set([
  'gen_ai.input.messages',
  'gen_ai.output.messages',
  'gen_ai.system_instructions',
  'gen_ai.tool.call.arguments',
  'gen_ai.tool.call.result',
  'gen_ai.retrieval.query.text',
  'gen_ai.retrieval.documents',
  'gen_ai.prompt',
  'gen_ai.completion',
  'input.value',
  'output.value',
  'tool.parameters',
  'ai.prompt',
  'ai.prompt.messages',
  'ai.response.text',
  'ai.response.object',
  'ai.response.toolCalls',
  'ai.result.text',
  'ai.result.object',
  'ai.result.toolCalls',
  'ai.toolCall.args',
  'ai.toolCall.result',
  'traceloop.entity.input',
  'traceloop.entity.output',
  'gcp.vertex.agent.llm_request',
  'gcp.vertex.agent.llm_response',
  'gcp.vertex.agent.tool_call_args',
  'gcp.vertex.agent.tool_response',
  'exception.message',
  'exception.stacktrace',
])
const contentPrefixes = ['llm.input_messages.', 'llm.output_messages.', 'gen_ai.prompt.', 'gen_ai.completion.']

/** True for a key, or a family `prefix.*`, under which conventions put what people and models wrote. */
export function isContentKey(key: string): boolean {
  return contentKeys.has(key) || contentPrefixes.some((prefix) => key.startsWith(prefix))
}
