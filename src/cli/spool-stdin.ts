import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

import { fileSource, type RecordingSource } from '../readers/index.ts'
import type { Terminal } from './terminal.ts'

/** Standard input as a temporary file: it can be read only once, and a draft is checked against what it was drawn from. */
export async function spoolStdin(
  terminal: Terminal,
): Promise<{ readonly source: RecordingSource; readonly remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'spanpact-stdin-'))
  const file = join(folder, 'recording')
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    await pipeline(terminal.stdin(), createWriteStream(file))
  } catch (error) {
    remove()
    throw error
  }
  return { source: fileSource(file, '-'), remove }
}
