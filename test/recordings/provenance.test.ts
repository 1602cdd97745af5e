import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const folder = 'fixtures/recordings'

interface Provenance {
  readonly file: string
  readonly repo: string
  readonly commit: string
  readonly sha256: string
}

const provenance: readonly Provenance[] = JSON.parse(readFileSync('fixtures/PROVENANCE.json', 'utf8'))

test('every copied recording has its provenance, and is the file that was copied', () => {
  const files = globSync('*/**/*', { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/').slice(folder.length + 1))
  const digests = files.map((file): [string, string] => {
    const bytes = readFileSync(`${folder}/${file}`)
    return [file, createHash('sha256').update(bytes).digest('hex')]
  })
  expect(new Map(digests)).toEqual(new Map(provenance.map(({ file, sha256 }) => [file, sha256])))
})

test('every repository has its licence', () => {
  const missing = provenance
    .map(({ repo }) => repo.replace('/', '__'))
    .filter((name) => !['', '.md', '.txt'].some((end) => existsSync(`fixtures/LICENSES/${name}.LICENSE${end}`)))
  expect(missing).toEqual([])
})
