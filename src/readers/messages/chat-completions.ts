import { isObject, listOf } from '../json-lists.ts'
import { quoted } from '../quoted.ts'
import { modelOutput, toolResult, type ToolCall, type ToolError, type TranscriptEntry } from '../transcript.ts'
import { contentOf, field, listOrText, messageContent, tellUnreadCalls, textField } from './content.ts'
import type { MessageShape } from './message-shape.ts'
import { speakerOf } from './speaker.ts'

/**
 * Messages with `role` and `content`, as OpenAI's chat completions have them, and the forms derived from them: `function`
 * as text with `args` or `arguments` as an object (AgentDojo, Inspect), `tool_call_ids` (SWE-agent), roles that name agents.
 */
export const chatCompletions: MessageShape = {
  recognises: (message) => textField(message, 'role') !== null && bodies.some((name) => Object.hasOwn(message, name)),
  entries(message, problem) {
    const speaker = speakerOf(textField(message, 'role') ?? '')
    const content = messageContent(field(message, 'content'))
    if (speaker.is === 'call') {
      problem(`has role ${quoted(field(message, 'role'))}, a form of tool calls that is not read`)
      return []
    }
    if (speaker.is !== 'result') tellUnreadCalls(listOf(field(message, 'content')), problem)
    if (speaker.is === 'input') return [{ kind: 'input', role: textField(message, 'role') ?? '', content }]
    if (speaker.is === 'result') return [resultOf(message)]
    const calls = [...newCalls(message, problem), ...oldCalls(message, problem)]
    return [
      modelOutput({
        agent: speaker.agent ?? textField(message, 'name') ?? textField(message, 'agent'),
        content,
        calls: calls.flatMap((call) => callOf(call, problem)),
        handoffTo: speaker.handoffTo,
        model: textField(message, 'model'),
        finishReason: textField(message, 'finish_reason'),
      }),
    ]
  },
}

const bodies = ['content', 'tool_calls', 'function_call']

/** Tables keep the list as JSON text. */
function newCalls(message: object, problem: (clause: string) => void): readonly unknown[] {
  const raw = field(message, 'tool_calls')
  const calls = listOrText(raw)
  if (calls === undefined && raw !== undefined && raw !== null && raw !== '')
    problem('has `tool_calls` that are no list')
  return calls ?? []
}

/** `function_call` was the one call of a message, without an id. */
function oldCalls(message: object, problem: (clause: string) => void): readonly unknown[] {
  const old = field(message, 'function_call')
  if (isObject(old)) return [{ function: old }]
  if (old !== undefined && old !== null && old !== '') problem('has a `function_call` that is no object')
  return []
}

/**
 * One requested call. Its name and arguments lie in `function` or `custom`, beside a `function` that is the name, or in the
 * call itself, as LangChain has them.
 */
function callOf(call: unknown, problem: (clause: string) => void): readonly ToolCall[] {
  const named = field(call, 'function') ?? field(call, 'custom') ?? (isObject(call) ? call : undefined)
  const name = typeof named === 'string' && named !== '' ? named : textField(named, 'name')
  if (name === null) {
    problem('asks for a call that has no name')
    return []
  }
  const holder = typeof named === 'string' ? call : named
  const input = field(holder, 'input')
  const args = field(holder, 'arguments') ?? field(holder, 'args') ?? (input === undefined ? undefined : { input })
  return [{ id: textField(call, 'id'), name, args: contentOf(args) }]
}

function resultOf(message: object): TranscriptEntry {
  const ids = [field(message, 'tool_call_id'), ...listOf(field(message, 'tool_call_ids'))]
  return toolResult({
    callIds: ids.filter((id) => typeof id === 'string' && id !== ''),
    name: textField(message, 'name'),
    content: messageContent(field(message, 'content')),
    error: errorOf(field(message, 'error')),
  })
}

/** `error` of a result: null says there was none, a text or an object with `type` and `message` says there was one. */
export function errorOf(error: unknown): ToolError | null | undefined {
  if (error === undefined) return undefined
  if (error === null || error === '' || error === false) return null
  if (typeof error === 'string') return { type: null, message: error }
  return { type: textField(error, 'type'), message: textField(error, 'message') ?? '' }
}
