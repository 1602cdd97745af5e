import type { ToolRequest } from '../../model/span-facts.ts'
import type { Span } from '../../model/span.ts'
import { indexedAnswers, indexedRequests, openllmetryMessages } from './indexed-messages.ts'
import { eventAnswers, eventRequests } from './message-events.ts'
import { answersIn, requestsIn } from './read-messages.ts'

/** Tool calls that the output of a GenAI model span asks for, of whatever generation; null where there is no output. */
export function genaiRequests(span: Span): readonly ToolRequest[] | null {
  return (
    requestsIn(span.attributes.get('gen_ai.output.messages')) ??
    eventRequests(span) ??
    indexedRequests(span, openllmetryMessages) ??
    requestsIn(span.attributes.get('gen_ai.completion'))
  )
}

/** Ids of the calls that the input of a GenAI model span answers; null where there is no input. */
export function genaiAnswers(span: Span): readonly string[] | null {
  return (
    answersIn(span.attributes.get('gen_ai.input.messages')) ??
    eventAnswers(span) ??
    indexedAnswers(span, openllmetryMessages) ??
    answersIn(span.attributes.get('gen_ai.prompt'))
  )
}
