import type { FactKind } from '../model/span-facts.ts'
import type { Span, SpanEvent } from '../model/span.ts'
import type { Value } from '../model/value.ts'
import { contentOf } from './content.ts'
import { indexedUserTexts, openinferenceMessages, openllmetryMessages } from './messages/indexed-messages.ts'
import { userTextsOfEvents } from './messages/message-events.ts'
import { userTextsIn } from './messages/user-texts.ts'

/** Attributes that hold messages, as JSON or as values. */
const messageKeys = [
  'gen_ai.input.messages',
  'pydantic_ai.all_messages',
  'all_messages_events',
  'ai.prompt.messages',
  'ai.prompt',
  'gcp.vertex.agent.llm_request',
] as const

/** Attributes that hold what any step was given: of tools that is no word of the user. */
const inputKeys = [
  'gen_ai.prompt',
  'langsmith.run.inputs',
  'openai_agents.span_data.input',
  'langfuse.trace.input',
  'langfuse.observation.input',
  'input.value',
  'traceloop.entity.input',
] as const

/** Kinds of steps that a model gave their input. */
const actions: ReadonlySet<FactKind | undefined> = new Set(['tool', 'retrieval', 'handoff', 'memory'])

/**
 * Texts of the user's messages that a span records, in their order; undefined where it records none, or none whole. `kindOf`
 * says what the span is, and is asked only where that matters.
 */
export function userTextsOf(span: Span, kindOf: () => FactKind | undefined): readonly string[] | undefined {
  for (const key of messageKeys) {
    const texts = textsUnder(span, key, false)
    if (texts.length > 0) return texts
  }
  for (const texts of [
    userTextsOfEvents(span.events),
    indexedUserTexts(span, openinferenceMessages),
    indexedUserTexts(span, openllmetryMessages),
  ]) {
    if (texts.length > 0) return texts
  }
  const given = inputKeys.filter((key) => span.attributes.has(key))
  if (given.length === 0 || actions.has(kindOf())) return undefined
  for (const key of given) {
    const texts = textsUnder(span, key, true)
    if (texts.length > 0) return texts
  }
  return undefined
}

/** The same of log records that belong to a span. */
export function userTextsOfLogs(events: readonly SpanEvent[]): readonly string[] | undefined {
  const texts = userTextsOfEvents(events)
  return texts.length === 0 ? undefined : texts
}

function textsUnder(span: Span, key: string, takesText: boolean): readonly string[] {
  const value = span.attributes.get(key)
  return value === undefined ? [] : textsInContent(value, takesText)
}

/** What was redacted or cut is no text. */
function textsInContent(value: Value, takesText: boolean): readonly string[] {
  const content = contentOf(value, 'either')
  return 'value' in content ? userTextsIn(content.value, takesText) : []
}
