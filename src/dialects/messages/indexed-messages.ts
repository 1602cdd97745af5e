import type { Span } from '../../model/span.ts'
import type { Value } from '../../model/value.ts'
import type { ToolRequest } from '../../model/span-facts.ts'
import { requestOf, textIn } from './message-shape.ts'

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
  /** Members that are there although no content was captured. */
  readonly bare: RegExp
}

export const openinferenceMessages: IndexedMessages = {
  output: 'llm.output_messages.',
  call: /^llm\.output_messages\.(\d{1,4})\.message\.tool_calls\.(\d{1,4})\.tool_call\.(?:function\.)?(id|name|arguments)$/,
  input: 'llm.input_messages.',
  answer: /^llm\.input_messages\.\d{1,4}\.message\.tool_call_id$/,
  bare: /\.message\.role$/,
}

export const openllmetryMessages: IndexedMessages = {
  output: 'gen_ai.completion.',
  call: /^gen_ai\.completion\.(\d{1,4})\.tool_calls\.(\d{1,4})\.(?:function\.)?(id|name|arguments)$/,
  input: 'gen_ai.prompt.',
  answer: /^gen_ai\.prompt\.\d{1,4}\.tool_call_id$/,
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
