import type { Value } from '../model/value.ts'

const words: Readonly<Record<string, readonly string[]>> = {
  stop: ['stop', 'end_turn', 'stop_sequence', 'completed'],
  tool_call: ['tool-calls', 'tool_calls', 'tool_call', 'tool_use', 'function_call'],
  length: ['length', 'max_tokens', 'incomplete'],
  content_filter: ['content-filter', 'content_filter', 'refusal', 'safety'],
  error: ['error'],
}

const wordOf = new Map(Object.entries(words).flatMap(([word, all]) => all.map((one) => [one, word] as const)))

/**
 * The finish reason of the first choice in the words of the GenAI conventions, or as it stands where it is none of them.
 * The value is a word, a list, JSON text of a list, or words with commas between them.
 */
export function finishReasonOf(value: Value | undefined): string | null {
  const first = Array.isArray(value) ? (value as readonly Value[])[0] : value
  if (typeof first !== 'string') return null
  const word = /^[\s"'[]*([^,"'\]]*?)[\s"']*(?:[,\]].*)?$/su.exec(first.slice(0, 200))?.[1]?.trim()
  return word === undefined || word === '' ? null : (wordOf.get(word.toLowerCase()) ?? word)
}
