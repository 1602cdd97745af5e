import { isObject } from '../json-lists.ts'
import type { TranscriptEntry } from '../transcript.ts'
import { anthropic } from './anthropic.ts'
import { chatCompletions } from './chat-completions.ts'
import { withFencedCommands } from './fenced-bash.ts'
import type { MessageShape } from './message-shape.ts'
import { parts } from './parts.ts'
import { responses } from './responses.ts'
import { isDemonstration } from './swe-agent.ts'

/** Forms of messages, the more special ones first; each message of a list may have its own. */
const shapes: readonly MessageShape[] = [responses, parts, anthropic, chatCompletions]

/** Whether the value is a message in one of the forms. */
export function isMessage(json: unknown): boolean {
  return isObject(json) && shapes.some((shape) => shape.recognises(json))
}

/** What a list of messages says; every message that cannot be understood goes to `problem`, as a sentence. */
export function readMessages(
  messages: readonly unknown[],
  problem: (message: string) => void,
): readonly TranscriptEntry[] {
  const entries: TranscriptEntry[] = []
  for (const [index, message] of messages.entries()) {
    if (isDemonstration(message)) continue
    const name = `message ${index + 1}`
    const shape = isObject(message) ? shapes.find((one) => one.recognises(message)) : undefined
    if (shape === undefined || !isObject(message)) {
      problem(`${name} of the transcript has none of the forms that messages have`)
      continue
    }
    for (const entry of shape.entries(message, (clause) => problem(`${name} of the transcript ${clause}`))) {
      entries.push(entry)
    }
  }
  return withFencedCommands(entries)
}
