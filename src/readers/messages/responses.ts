import { modelOutput, toolResult, type ToolError, type ToolResult, type TranscriptEntry } from '../transcript.ts'
import { contentOf, field, messageContent, textField } from './content.ts'
import type { MessageShape } from './message-shape.ts'

/**
 * Items of OpenAI's Responses: a message, a call and its output are items of their own, and the items of one response
 * stand one after another.
 */
export const responses: MessageShape = {
  recognises(item) {
    const type = textField(item, 'type') ?? ''
    return isCall(type) || isCallOutput(type) || silent.has(type) || isOwnMessage(item)
  },
  entries(item, problem) {
    const type = textField(item, 'type') ?? ''
    if (isCallOutput(type)) return [outputOf(item)]
    if (isCall(type)) return callOf(item, type, problem)
    if (type === 'reasoning') return [modelOutput({ continues: true })]
    if (silent.has(type)) return []
    const content = messageContent(field(item, 'content'))
    return [modelOutput({ content, agent: textField(item, 'name'), continues: true })]
  },
}

/** Items that are neither output of the model nor calls. */
const silent = new Set([
  'reasoning',
  'item_reference',
  'compaction',
  'mcp_list_tools',
  'mcp_approval_request',
  'mcp_approval_response',
])

function isCall(type: string): boolean {
  return type.endsWith('_call') && type !== 'tool_call'
}

function isCallOutput(type: string): boolean {
  return type.endsWith('_call_output')
}

/** A message that the model wrote; one to the model has the same form as in chat completions. */
function isOwnMessage(item: object): boolean {
  return textField(item, 'type') === 'message' && textField(item, 'role') === 'assistant'
}

/** A function has a name; a tool of the provider, such as `web_search_call`, is called by its type. */
function callOf(item: object, type: string, problem: (clause: string) => void): readonly TranscriptEntry[] {
  const isNamed = type === 'function_call' || type === 'custom_tool_call' || type === 'mcp_call'
  const name = isNamed ? textField(item, 'name') : type.slice(0, -'_call'.length)
  if (name === null) {
    problem('asks for a call that has no name')
    return []
  }
  const id = textField(item, 'call_id') ?? textField(item, 'id')
  const input = field(item, 'input')
  const args = field(item, 'arguments') ?? field(item, 'action') ?? (input === undefined ? undefined : { input })
  const result = isRunByProvider(item, isNamed && type !== 'mcp_call') ? resultInItem(item, id) : null
  return [modelOutput({ calls: [{ id, name, args: contentOf(args), result }], continues: true })]
}

/** The provider's tools have no `call_id`: what came of them stands in the item itself. */
function isRunByProvider(item: object, isFunction: boolean): boolean {
  return !isFunction && textField(item, 'call_id') === null
}

const finished = new Set([null, 'completed', 'failed'])

function resultInItem(item: object, id: string | null): ToolResult | null {
  const status = textField(item, 'status')
  if (!finished.has(status)) return null
  const content = contentOf(field(item, 'output') ?? field(item, 'results') ?? field(item, 'outputs'))
  return toolResult({ callIds: id === null ? [] : [id], content, error: errorInItem(item, status) })
}

function errorInItem(item: object, status: string | null): ToolError | null {
  const error = field(item, 'error')
  const message = typeof error === 'string' ? error : textField(error, 'message')
  if (message === null && status !== 'failed') return null
  return { type: textField(error, 'type'), message: message ?? '' }
}

function outputOf(item: object): TranscriptEntry {
  const id = textField(item, 'call_id')
  return toolResult({ callIds: id === null ? [] : [id], content: messageContent(field(item, 'output')) })
}
