import { globSync } from 'node:fs'

import { fileSource, showRecordings } from '../../src/index.ts'
import type { ShowReport } from '../../src/model/report.ts'
import type { Span } from '../../src/model/span.ts'
import { readAll } from '../support/otlp/read-all.ts'

const folder = 'fixtures/recordings'

/** All copied files, by their path in the folder of recordings. */
export const recordedFiles: readonly string[] = globSync('*/**/*', { cwd: folder, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/').slice(folder.length + 1))
  .toSorted()

export function show(file: string): Promise<ShowReport> {
  return showRecordings([{ name: file, files: [fileSource(`${folder}/${file}`, file)] }], { steps: true })
}

export async function recordedSpans(file: string): Promise<readonly Span[]> {
  const { spans } = await readAll(fileSource(`${folder}/${file}`))
  return spans
}
