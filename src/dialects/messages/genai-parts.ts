import { mapsIn, requestOf, textIn, type MessageShape } from './message-shape.ts'

/** `parts` of the GenAI conventions since 1.37. Tools the provider runs itself have types of their own. */
export const genaiParts: MessageShape = {
  requests: (message) =>
    mapsIn(message['parts'])
      .filter((part) => part['type'] === 'tool_call')
      .flatMap((part) => requestOf(part['id'], part['name'], part['arguments'])),
  answers: (message) =>
    mapsIn(message['parts'])
      .filter((part) => part['type'] === 'tool_call_response')
      .map((part) => textIn(part['id'])),
}
