import type { Note, Unreadable } from '../model/report.ts'
import { findRecordings, streamSource, type RecordingSet } from '../readers/index.ts'
import type { Terminal } from './terminal.ts'

/** Recordings named on the command line: files, globs, directories, `-` for standard input. */
export async function recordingInputs(
  patterns: readonly string[],
  terminal: Terminal,
): Promise<{
  readonly sets: readonly RecordingSet[]
  readonly unreadable: readonly Unreadable[]
  readonly notes: readonly Note[]
}> {
  const found = await findRecordings(
    patterns.filter((pattern) => pattern !== '-'),
    terminal.cwd,
  )
  const stdin = patterns.includes('-') ? [{ name: '-', files: [streamSource('-', terminal.stdin())] }] : []
  return { sets: [...found.sets, ...stdin], unreadable: found.problems, notes: found.notes }
}
