import { listOf } from '../json-lists.ts'
import { modelOutput, toolResult, type ToolCall, type TranscriptEntry } from '../transcript.ts'
import { contentOf, field, messageContent, tellUnreadCalls, textField } from './content.ts'
import type { MessageShape } from './message-shape.ts'
import { speakerOf } from './speaker.ts'

/** Messages of the OpenTelemetry GenAI conventions: a role and typed `parts`. */
export const parts: MessageShape = {
  recognises: (message) => textField(message, 'role') !== null && Array.isArray(field(message, 'parts')),
  entries(message, problem) {
    const role = textField(message, 'role') ?? ''
    const all = listOf(field(message, 'parts'))
    const of = (type: string): readonly unknown[] => all.filter((part) => field(part, 'type') === type)
    if (all.some((part) => textField(part, 'type') === null)) problem('has a part without `type`')
    const results = of('tool_call_response').map(resultOf)
    const contents = all.filter((part) => !apart.has(field(part, 'type')))
    tellUnreadCalls(contents, problem)
    const content = messageContent(contents)
    const speaker = speakerOf(role)
    if (speaker.is !== 'model') {
      return content === null ? results : [...results, { kind: 'input', role, content }]
    }
    const output = modelOutput({
      agent: speaker.agent ?? textField(message, 'name'),
      content,
      calls: of('tool_call').flatMap((part) => callOf(part, problem)),
      handoffTo: speaker.handoffTo,
      finishReason: textField(message, 'finish_reason'),
    })
    return [output, ...results]
  },
}

/** Types that are no content of the message. */
const apart: ReadonlySet<unknown> = new Set(['tool_call', 'tool_call_response', 'reasoning'])

function callOf(part: unknown, problem: (clause: string) => void): readonly ToolCall[] {
  const name = textField(part, 'name')
  if (name === null) {
    problem('asks for a call that has no name')
    return []
  }
  return [{ id: textField(part, 'id'), name, args: contentOf(field(part, 'arguments')) }]
}

function resultOf(part: unknown): TranscriptEntry {
  const id = textField(part, 'id')
  const response = field(part, 'response') ?? field(part, 'result')
  return toolResult({ callIds: id === null ? [] : [id], content: messageContent(response) })
}
