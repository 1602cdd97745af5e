import { mapsIn, requestOf, textIn, type MessageShape } from './message-shape.ts'

/** Blocks of Anthropic's messages. `server_tool_use` is run by the provider and asks nothing of the agent. */
export const anthropicBlocks: MessageShape = {
  requests: (message) =>
    mapsIn(message['content'])
      .filter((block) => block['type'] === 'tool_use')
      .flatMap((block) => requestOf(block['id'], block['name'], block['input'])),
  answers: (message) =>
    mapsIn(message['content'])
      .filter((block) => block['type'] === 'tool_result')
      .map((block) => textIn(block['tool_use_id'])),
}
