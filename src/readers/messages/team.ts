import { isObject } from '../json-lists.ts'
import { modelOutput, type TranscriptEntry } from '../transcript.ts'
import { field, messageContent, textField } from './content.ts'

/**
 * A conversation of a team, as Who&When has it: every message names who speaks, `role` only says from whose point of
 * view the log was written, and `system_prompt` beside the messages has a prompt per model.
 */
export function isTeam(messages: readonly unknown[], document: unknown): boolean {
  return isObject(field(document, 'system_prompt')) && messages.every(isTalk)
}

function isTalk(message: unknown): boolean {
  const role = textField(message, 'role')
  const isSpoken = role === 'user' || role === 'assistant'
  return isSpoken && textField(message, 'name') !== null && field(message, 'tool_calls') === undefined
}

/** What the team says. A speaker without a prompt, such as a terminal, is no model. */
export function teamEntries(messages: readonly unknown[], document: unknown): readonly TranscriptEntry[] {
  const prompts = field(document, 'system_prompt')
  return messages.map((message) => {
    const agent = textField(message, 'name') ?? ''
    const isModel = field(prompts, agent) !== undefined
    return modelOutput({ agent, isModel, content: messageContent(field(message, 'content')) })
  })
}
