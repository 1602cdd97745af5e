import { isValueMap, type ValueMap } from '../../model/value.ts'
import { mapsIn, requestOf, textIn, type MessageShape } from './message-shape.ts'

/** Blocks of Bedrock's Converse API: the member that a block has is its type. */
export const bedrockBlocks: MessageShape = {
  requests: (message) =>
    members(message, 'toolUse').flatMap((use) => requestOf(use['toolUseId'], use['name'], use['input'])),
  answers: (message) => members(message, 'toolResult').map((result) => textIn(result['toolUseId'])),
}

function members(message: ValueMap, name: string): readonly ValueMap[] {
  return mapsIn(message['content']).flatMap((block) => {
    const member = block[name]
    return member !== undefined && isValueMap(member) ? [member] : []
  })
}
