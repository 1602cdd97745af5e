import { requestOf, textIn, type MessageShape } from './message-shape.ts'

/** Items of OpenAI's Responses API, where `id` names the item and `call_id` the call. */
export const openaiResponses: MessageShape = {
  requests: (item) => {
    if (item['type'] === 'function_call') return requestOf(item['call_id'], item['name'], item['arguments'])
    return item['type'] === 'custom_tool_call' ? requestOf(item['call_id'], item['name'], item['input']) : []
  },
  answers: (item) =>
    item['type'] === 'function_call_output' || item['type'] === 'custom_tool_call_output'
      ? [textIn(item['call_id'])]
      : [],
}
