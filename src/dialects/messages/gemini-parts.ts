import type { Value, ValueMap } from '../../model/value.ts'
import { asMap } from '../json-value.ts'
import { mapsIn, requestOf, textIn, type MessageShape } from './message-shape.ts'

/** Parts of Gemini's contents, with the words of its API or its Python SDK: the member that a part has is its type. */
export const geminiParts: MessageShape = {
  requests: (message) =>
    members(message['parts'], 'function_call', 'functionCall').flatMap((call) =>
      requestOf(call['id'], call['name'], call['args']),
    ),
  answers: (message) =>
    members(message['parts'], 'function_response', 'functionResponse').map((response) => textIn(response['id'])),
}

function members(parts: Value | undefined, snake: string, camel: string): readonly ValueMap[] {
  return mapsIn(parts).flatMap((part) => {
    const member = asMap(part[snake] ?? part[camel])
    return member === undefined ? [] : [member]
  })
}
