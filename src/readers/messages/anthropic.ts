import { listOf } from '../json-lists.ts'
import { modelOutput, toolResult, type ToolCall, type ToolError, type TranscriptEntry } from '../transcript.ts'
import { contentOf, field, messageContent, tellUnreadCalls, textField } from './content.ts'
import type { MessageShape } from './message-shape.ts'
import { speakerOf } from './speaker.ts'

/** Messages of Anthropic whose content is a list of blocks, some of which are no text. */
export const anthropic: MessageShape = {
  recognises: (message) =>
    textField(message, 'role') !== null &&
    listOf(field(message, 'content')).some((block) => {
      const type = textField(block, 'type') ?? ''
      return callTypes.has(type) || isResultType(type) || thinkingTypes.has(type)
    }),
  entries(message, problem) {
    const role = textField(message, 'role') ?? ''
    const blocks = listOf(field(message, 'content'))
    const results = blocks.filter((block) => isResultType(textField(block, 'type') ?? '')).map(resultOf)
    const contents = blocks.filter(isContent)
    tellUnreadCalls(contents, problem)
    const content = messageContent(contents)
    if (speakerOf(role).is !== 'model') {
      return content === null ? results : [...results, { kind: 'input', role, content }]
    }
    const calls = blocks.filter((block) => callTypes.has(textField(block, 'type') ?? ''))
    const output = modelOutput({
      agent: textField(message, 'name'),
      content,
      calls: calls.flatMap((call) => callOf(call, problem)),
      model: textField(message, 'model'),
      finishReason: textField(message, 'stop_reason'),
    })
    // Results in the model's own message are those of tools that the provider ran.
    return [output, ...results]
  },
}

const callTypes = new Set(['tool_use', 'server_tool_use', 'mcp_tool_use'])
const thinkingTypes = new Set(['thinking', 'redacted_thinking'])

/** `tool_result`, `mcp_tool_result`, `web_search_tool_result` and those of the provider's other tools. */
function isResultType(type: string): boolean {
  return type === 'tool_result' || type.endsWith('_tool_result')
}

function isContent(block: unknown): boolean {
  const type = textField(block, 'type') ?? ''
  return !callTypes.has(type) && !thinkingTypes.has(type) && !isResultType(type)
}

function callOf(block: unknown, problem: (clause: string) => void): readonly ToolCall[] {
  const name = textField(block, 'name')
  if (name === null) {
    problem('asks for a call that has no name')
    return []
  }
  return [{ id: textField(block, 'id'), name, args: contentOf(field(block, 'input')) }]
}

function resultOf(block: unknown): TranscriptEntry {
  const id = textField(block, 'tool_use_id')
  const content = field(block, 'content')
  return toolResult({
    callIds: id === null ? [] : [id],
    content: messageContent(content),
    error: errorOf(field(block, 'is_error'), content),
  })
}

/** The flag, or content of a type such as `web_search_tool_result_error`, by which the provider's tools say it. */
function errorOf(flag: unknown, content: unknown): ToolError | null | undefined {
  const isErrorContent = textField(content, 'type')?.endsWith('_error') === true
  if (flag !== true && !isErrorContent) return flag === false ? null : undefined
  const text = messageContent(content)
  const message = text !== null && 'value' in text && typeof text.value === 'string' ? text.value : ''
  return { type: textField(content, 'error_code'), message }
}
