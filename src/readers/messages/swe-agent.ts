import { listOf } from '../json-lists.ts'
import { modelOutput, toolResult, type TranscriptEntry } from '../transcript.ts'
import { contentOf, field, textField } from './content.ts'

/** Whether a list holds the steps of SWE-agent: what the agent did, and what it saw. */
export function isActions(steps: readonly unknown[]): boolean {
  return steps.length > 0 && steps.every((step) => [field(step, 'action'), field(step, 'observation')].every(isText))
}

function isText(json: unknown): boolean {
  return typeof json === 'string'
}

/** Steps without calls of their own: each action is a command of the agent's shell. */
export function actionEntries(steps: readonly unknown[]): readonly TranscriptEntry[] {
  return steps.flatMap((step) => {
    const command = textField(step, 'action')
    const content = contentOf(field(step, 'response') ?? field(step, 'thought'))
    if (command === null) return [modelOutput({ content })]
    const args = contentOf({ command })
    const output = modelOutput({ content, calls: [{ id: null, name: 'bash', args }] })
    return [output, toolResult({ name: 'bash', content: contentOf(field(step, 'observation')) })]
  })
}

/** Whether messages ask for calls; those of an agent that writes its commands as text do not. */
export function hasCalls(messages: readonly unknown[]): boolean {
  return messages.some((message) => listOf(field(message, 'tool_calls')).length > 0)
}

/** A demonstration that was put before the task: what somebody else did. */
export function isDemonstration(message: unknown): boolean {
  return field(message, 'is_demo') === true
}
