import { isObject } from './json-lists.ts'
import { field, listOrText } from './messages/content.ts'
import { readMessages } from './messages/read-messages.ts'
import { actionEntries, hasCalls, isActions } from './messages/swe-agent.ts'
import { isTeam, teamEntries } from './messages/team.ts'
import { labelsOf } from './transcript-labels.ts'
import type { Transcript, TranscriptEntry } from './transcript.ts'

/** Members that hold the messages of a run, best first. */
const messageLists = ['traj', 'messages', 'history'] as const

/** The list of messages, or of SWE-agent's actions, that a document holds; undefined where it holds none. */
export function listIn(document: unknown): readonly unknown[] | undefined {
  return messagesIn(document) ?? actionsIn(document)
}

function messagesIn(document: unknown): readonly unknown[] | undefined {
  return messageLists.map((name) => listOrText(field(document, name))).find((list) => list !== undefined)
}

function actionsIn(document: unknown): readonly unknown[] | undefined {
  const steps = field(document, 'trajectory')
  return Array.isArray(steps) && isActions(steps) ? steps : undefined
}

/** The transcript of a document that holds a list of messages; what cannot be understood goes to `problem`. */
export function transcriptOf(document: object, problem: (message: string) => void): Transcript {
  const messages = messagesIn(document) ?? []
  if (holdsAnswer(document)) {
    problem('`choices` stand beside the messages: one request with its answer, which is not read, is no transcript')
  }
  const actions = actionsIn(document)
  const labels = labelsOf(document)
  if (actions !== undefined && !hasCalls(messages)) return { entries: actionEntries(actions), labels }
  return { entries: entriesOf(messages, document, problem), labels }
}

/** A log of single model calls repeats the conversation in each, and keeps what the model answered apart. */
function holdsAnswer(document: object): boolean {
  return [document, field(document, 'response')].some((holder) => Array.isArray(field(holder, 'choices')))
}

/** What a list of messages says; `document` is what it lies in. */
export function entriesOf(
  messages: readonly unknown[],
  document: unknown,
  problem: (message: string) => void,
): readonly TranscriptEntry[] {
  if (isActions(messages)) return actionEntries(messages)
  if (isTeam(messages, document)) return teamEntries(messages, document)
  return readMessages(messages, problem)
}

/** Whether a document is a transcript, as far as its start shows. */
export function looksLikeTranscript(document: unknown, isMessage: (json: unknown) => boolean): boolean {
  if (!isObject(document)) return false
  const list = listIn(document)
  return list !== undefined && list.length > 0 && (isActions(list.slice(0, 1)) || isMessage(list[0]))
}
