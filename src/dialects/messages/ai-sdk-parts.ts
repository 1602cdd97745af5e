import type { ValueMap } from '../../model/value.ts'
import type { ToolRequest } from '../../model/span-facts.ts'
import { mapsIn, requestOf, textIn, type MessageShape } from './message-shape.ts'

/** Parts of the Vercel AI SDK: in the content of a message, or standing alone in a list of tool calls. */
export const aiSdkParts: MessageShape = {
  requests: (message) => [message, ...mapsIn(message['content'])].flatMap(requestOfPart),
  answers: (message) =>
    mapsIn(message['content'])
      .filter((part) => part['type'] === 'tool-result')
      .map((part) => textIn(part['toolCallId'])),
}

/** The SDK's version 4 wrote no `type` in its list, and `args` where later ones write `input`. */
function requestOfPart(part: ValueMap): readonly ToolRequest[] {
  if ((part['type'] ?? 'tool-call') !== 'tool-call' && part['type'] !== 'function') return []
  if (part['providerExecuted'] === true) return []
  return requestOf(part['toolCallId'], part['toolName'], part['input'] ?? part['args'])
}
