import { isValueMap, type ValueMap } from '../../model/value.ts'
import type { ToolRequest } from '../../model/span-facts.ts'
import { mapsIn, requestOf, textIn, type MessageShape } from './message-shape.ts'

/** `tool_calls` of chat completions, with OpenAI's `function` or LangChain's flat form, and the older `function_call`. */
export const openaiChat: MessageShape = {
  requests: (message) => {
    const old = message['function_call']
    return [
      ...mapsIn(message['tool_calls']).flatMap(requestOfCall),
      ...(isValueMap(old ?? null) ? requestOfCall(old as ValueMap) : []),
    ]
  },
  answers: (message) => [textIn(message['tool_call_id'])],
}

function requestOfCall(call: ValueMap): readonly ToolRequest[] {
  const inner = call['function']
  if (inner !== undefined && isValueMap(inner)) return requestOf(call['id'], inner['name'], inner['arguments'])
  return requestOf(call['id'], call['name'], call['arguments'] ?? call['args'])
}
