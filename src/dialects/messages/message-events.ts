import type { Span, SpanEvent } from '../../model/span.ts'
import { isValueMap, type Value, type ValueMap } from '../../model/value.ts'
import type { ToolRequest } from '../../model/span-facts.ts'
import { contentOf } from '../content.ts'
import { answersIn, requestsIn } from './read-messages.ts'
import { textOfContent, userTextsIn } from './user-texts.ts'

/** One event with all messages since 1.37; before, one per message, on the span or as a log record. */
const details = 'gen_ai.client.inference.operation.details'

/** Tool calls that the choices among a span's events ask for; null where no event has the output. */
export function eventRequests(span: Span): readonly ToolRequest[] | null {
  const found = span.events.flatMap((event) => {
    if (event.name === details) return [requestsIn(memberOf(event, 'gen_ai.output.messages'))]
    if (event.name === 'gen_ai.content.completion') return [requestsIn(memberOf(event, 'gen_ai.completion'))]
    return event.name === 'gen_ai.choice' ? [requestsIn(choiceOf(event))] : []
  })
  return joined(found)
}

/** Ids of the calls that the input messages among a span's events answer; null where no event has the input. */
export function eventAnswers(span: Span): readonly string[] | null {
  const found = span.events.flatMap((event) => {
    if (event.name === details) return [answersIn(memberOf(event, 'gen_ai.input.messages'))]
    if (event.name === 'gen_ai.content.prompt') return [answersIn(memberOf(event, 'gen_ai.prompt'))]
    if (event.name === 'gen_ai.user.message' || event.name === 'gen_ai.system.message') return [[]]
    return event.name === 'gen_ai.tool.message' ? [answersOfToolMessage(event)] : []
  })
  const ids = joined(found)
  return ids === null ? null : [...new Set(ids)]
}

/** Texts of the user's messages among events, in their order; what was redacted or cut is none. */
export function userTextsOfEvents(events: readonly SpanEvent[]): readonly string[] {
  return events.flatMap((event) => {
    if (event.name === details) return textsIn(memberOf(event, 'gen_ai.input.messages'))
    if (event.name === 'gen_ai.content.prompt') return textsIn(memberOf(event, 'gen_ai.prompt'))
    if (event.name !== 'gen_ai.user.message') return []
    const content = memberOf(event, 'content') ?? memberOf(event, 'gen_ai.event.content')
    const read = content === undefined ? undefined : contentOf(content, 'either')
    if (read === undefined || !('value' in read)) return []
    // A body as text is the whole message.
    const inner = isValueMap(read.value) ? read.value['content'] : read.value
    return textOfContent(inner) ?? []
  })
}

function textsIn(value: Value | undefined): readonly string[] {
  const content = value === undefined ? undefined : contentOf(value, 'either')
  return content !== undefined && 'value' in content ? userTextsIn(content.value, true) : []
}

function joined<Entry>(lists: readonly (readonly Entry[] | null)[]): readonly Entry[] | null {
  const readable = lists.filter((list) => list !== null)
  return readable.length === 0 ? null : readable.flat()
}

/** A member of the event's body, of the body as text under `gen_ai.event.content`, or of its attributes. */
function memberOf(event: SpanEvent, name: string): Value | undefined {
  return (isValueMap(event.body) ? event.body[name] : undefined) ?? event.attributes.get(name)
}

/**
 * The message of a choice: a member `message` that is a message or JSON text of its content, or else the whole body.
 * Without captured content the tool calls are still there, less their arguments.
 */
function choiceOf(event: SpanEvent): Value | undefined {
  const message = memberOf(event, 'message') ?? memberOf(event, 'gen_ai.event.content') ?? event.body
  if (typeof message !== 'string') return withCalls(message, memberOf(event, 'tool_calls'))
  return /^\s*\[/.test(message) ? `{"content":${message}}` : message
}

function withCalls(message: Value, calls: Value | undefined): Value {
  if (calls === undefined) return message
  if (typeof calls === 'string') {
    const content = contentOf(calls, 'json')
    return 'value' in content ? withCalls(message, content.value) : message
  }
  return { ...(isValueMap(message) ? message : {}), tool_calls: calls } satisfies ValueMap
}

/** A tool message names its call `id`, or its content holds results that do. */
function answersOfToolMessage(event: SpanEvent): readonly string[] | null {
  const id = memberOf(event, 'id')
  if (typeof id === 'string') return [id]
  const content = memberOf(event, 'content')
  return answersIn(typeof content === 'string' && /^\s*\[/.test(content) ? `{"content":${content}}` : content)
}
