import { globSync } from 'node:fs'

export const recordingsFolder = 'fixtures/recordings'

/** Every recording among the fixtures, from the root of the repository. */
export function recordingFiles(): readonly string[] {
  return globSync('*/**/*', { cwd: recordingsFolder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/'))
    .sort()
}
