import type { Span } from '../../model/span.ts'
import type { Value } from '../../model/value.ts'
import type { ToolRequest } from '../../model/span-facts.ts'
import { contentOf, isPlaceholder } from '../content.ts'
import { requestOf, textIn } from './message-shape.ts'
import { textOfContent } from './user-texts.ts'

/** How a vocabulary flattens messages into keys, one for every member. Indexes are of at most four digits. */
export interface IndexedMessages {
  /** Starts every key of an output message. */
  readonly output: string
  /** Matches a member of a tool call: message, call, and `id`, `name` or `arguments`. */
  readonly call: RegExp
  /** Starts every key of an input message. */
  readonly input: string
  /** Matches the id of a call that an input message answers. */
  readonly answer: RegExp
  /** Matches the role of an input message, and a text of it: message, and part or `content`. */
  readonly inputText: RegExp
  /** Members that are there although no content was captured. */
  readonly bare: RegExp
}

export const openinferenceMessages: IndexedMessages = {
  output: 'llm.output_messages.',
  call: /^llm\.output_messages\.(\d{1,4})\.message\.tool_calls\.(\d{1,4})\.tool_call\.(?:function\.)?(id|name|arguments)$/,
  input: 'llm.input_messages.',
  answer: /^llm\.input_messages\.\d{1,4}\.message\.tool_call_id$/,
  inputText: /^llm\.input_messages\.(\d{1,4})\.message\.(role|content|contents\.(\d{1,4})\.message_content\.text)$/,
  bare: /\.message\.role$/,
}

export const openllmetryMessages: IndexedMessages = {
  output: 'gen_ai.completion.',
  call: /^gen_ai\.completion\.(\d{1,4})\.tool_calls\.(\d{1,4})\.(?:function\.)?(id|name|arguments)$/,
  input: 'gen_ai.prompt.',
  answer: /^gen_ai\.prompt\.\d{1,4}\.tool_call_id$/,
  inputText: /^gen_ai\.prompt\.(\d{1,4})\.(role|content)$/,
  bare: /\.(?:role|finish_reason)$/,
}

interface FlatCall {
  readonly order: number
  readonly members: Map<string, Value>
}

/** Tool calls that the output asks for, in the order of messages and calls; null where there is no output. */
export function indexedRequests(span: Span, keys: IndexedMessages): readonly ToolRequest[] | null {
  const calls = new Map<number, FlatCall>()
  let isCaptured = false
  for (const key of span.attributes.keys()) {
    if (!key.startsWith(keys.output)) continue
    isCaptured ||= !keys.bare.test(key)
    const match = keys.call.exec(key)
    if (match === null) continue
    const order = Number(match[1]) * 10_000 + Number(match[2])
    const call = calls.get(order) ?? { order, members: new Map() }
    calls.set(order, call)
    call.members.set(match[3]!, span.attributes.get(key)!)
  }
  if (!isCaptured) return null
  return [...calls.values()]
    .toSorted((left, right) => left.order - right.order)
    .flatMap(({ members }) => requestOf(members.get('id'), members.get('name'), members.get('arguments')))
}

/** Ids of the calls that the input answers; null where there is no input. */
export function indexedAnswers(span: Span, keys: IndexedMessages): readonly string[] | null {
  const ids = new Set<string>()
  let isCaptured = false
  for (const key of span.attributes.keys()) {
    if (!key.startsWith(keys.input)) continue
    isCaptured ||= !keys.bare.test(key)
    const id = keys.answer.test(key) ? textIn(span.attributes.get(key)) : null
    if (id !== null) ids.add(id)
  }
  return isCaptured ? [...ids] : null
}

/** Texts of the user's messages in the input, in their order; those of several parts of a message are lines. */
export function indexedUserTexts(span: Span, keys: IndexedMessages): readonly string[] {
  const users = new Set<number>()
  const texts: { readonly message: number; readonly part: number; readonly text: string }[] = []
  for (const key of span.attributes.keys()) {
    if (!key.startsWith(keys.input)) continue
    const match = keys.inputText.exec(key)
    const value = match === null ? undefined : span.attributes.get(key)
    if (match === null || typeof value !== 'string') continue
    const message = Number(match[1])
    if (match[2] === 'role') {
      if (value === 'user' || value === 'human') users.add(message)
      continue
    }
    const text = isPlaceholder(value) ? null : plainText(value)
    if (text !== null) texts.push({ message, part: Number(match[3] ?? 0), text })
  }
  const ofUsers = texts.filter(({ message }) => users.has(message))
  const inOrder = ofUsers.toSorted((left, right) => left.message - right.message || left.part - right.part)
  return [...Map.groupBy(inOrder, ({ message }) => message).values()].map((parts) =>
    parts.map(({ text }) => text).join('\n'),
  )
}

/** OpenLLMetry writes parts as JSON text. */
function plainText(value: string): string | null {
  if (!/^\s*\[/.test(value)) return textIn(value)
  const content = contentOf(value, 'either')
  return 'value' in content ? textOfContent(content.value) : null
}
