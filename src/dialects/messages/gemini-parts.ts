import type { Value, ValueMap } from '../../model/value.ts'
import { asMap } from '../json-value.ts'
import { mapsIn, requestOf, textIn, type MessageShape } from './message-shape.ts'

/** Parts of Gemini's contents, with the snake_case words of its Python SDK: the member that a part has is its type. */
export const geminiParts: MessageShape = {
  requests: (message) =>
    members(message['parts'], 'function_call').flatMap((call) => requestOf(call['id'], call['name'], call['args'])),
  answers: (message) => members(message['parts'], 'function_response').map((response) => textIn(response['id'])),
}

function members(parts: Value | undefined, name: string): readonly ValueMap[] {
  return mapsIn(parts).flatMap((part) => {
    const member = asMap(part[name])
    return member === undefined ? [] : [member]
  })
}
