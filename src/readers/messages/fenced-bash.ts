import type { Content, ModelOutput, ToolResult, TranscriptEntry } from '../transcript.ts'
import { toolResult } from '../transcript.ts'

/**
 * Calls of mini-swe-agent, which asks in text: the one fenced bash block of a message is the command, and the next
 * message answers it with `<returncode>`. Only a transcript that shows both, and no other calls, is read so: any model
 * may write bash blocks in an answer.
 */
export function withFencedCommands(entries: readonly TranscriptEntry[]): readonly TranscriptEntry[] {
  if (!entries.some((entry) => returnCode(entry) !== null)) return entries
  if (entries.some((entry) => entry.kind === 'result' || (entry.kind === 'output' && entry.calls.length > 0)))
    return entries
  const commands = entries.map((entry) => (entry.kind === 'output' ? commandIn(textOf(entry.content)) : null))
  const isAnswer = (entry: TranscriptEntry, index: number): boolean =>
    returnCode(entry) !== null && (commands[index - 1] ?? null) !== null
  if (!entries.some(isAnswer)) return entries
  return entries.map((entry, index) => {
    const command = commands[index] ?? null
    if (entry.kind === 'output' && command !== null) return withCommand(entry, command)
    return isAnswer(entry, index) ? resultOf(entry) : entry
  })
}

const opening = /^```(?:bash|mswea_bash_command)\s*$/
const closing = /^```\s*$/

/** The command of a message; a message with several blocks is refused by the agent, and runs none. */
function commandIn(text: string): string | null {
  let command: string | null = null
  let lines: string[] | null = null
  for (const line of text.split('\n')) {
    if (lines === null) {
      if (opening.test(line)) lines = []
    } else if (closing.test(line)) {
      if (command !== null) return null
      command = lines.join('\n')
      lines = null
    } else lines.push(line)
  }
  return command
}

function withCommand(output: ModelOutput, command: string): ModelOutput {
  const args: Record<string, string> = Object.create(null)
  args['command'] = command
  return { ...output, calls: [{ id: null, name: 'bash', args: { value: args } }] }
}

const answer = /^<returncode>(-?\d{1,10})<\/returncode>/

function returnCode(entry: TranscriptEntry): number | null {
  const code = entry.kind === 'input' ? answer.exec(textOf(entry.content))?.[1] : undefined
  return code === undefined ? null : Number(code)
}

function resultOf(entry: TranscriptEntry): ToolResult {
  return toolResult({
    name: 'bash',
    content: entry.kind === 'input' ? entry.content : null,
    exitCode: returnCode(entry),
  })
}

function textOf(content: Content): string {
  return content !== null && 'value' in content && typeof content.value === 'string' ? content.value : ''
}
