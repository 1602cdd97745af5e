import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'

import { findContracts } from '../../src/contract/index.ts'

/** A folder with empty files. */
function folder(files: readonly string[]): string {
  const root = mkdtempSync(join(tmpdir(), 'spanpact-'))
  for (const file of files) {
    mkdirSync(join(root, file, '..'), { recursive: true })
    writeFileSync(join(root, file), '')
  }
  return root
}

const rows: readonly (readonly [
  name: string,
  files: readonly string[],
  recording: string,
  found: readonly string[],
])[] = [
  [
    'every format, beside the recording, by name',
    [
      'package.json',
      'b.contract.yaml',
      'a.contract.json',
      'c.contract.ts',
      'd.contract.yml',
      'e.yaml',
      'f.contract.md',
    ],
    'run.jsonl',
    ['a.contract.json', 'b.contract.yaml', 'c.contract.ts', 'd.contract.yml'],
  ],
  [
    'up to the package root, nearest first',
    [
      'z.contract.yaml',
      'p/package.json',
      'p/b.contract.yaml',
      'p/r/a.contract.yaml',
      'p/r/s/c.contract.yaml',
      'p/o/d.contract.yaml',
    ],
    'p/r/run.jsonl',
    ['p/r/a.contract.yaml', 'p/b.contract.yaml'],
  ],
  [
    'a folder as recording',
    ['package.json', 'r/a.contract.yaml', 'b.contract.yaml'],
    'r',
    ['r/a.contract.yaml', 'b.contract.yaml'],
  ],
  [
    'without a package, within the given folder',
    ['a.contract.yaml', 'r/b.contract.yaml'],
    'r/run.jsonl',
    ['r/b.contract.yaml', 'a.contract.yaml'],
  ],
  [
    'nothing in node_modules',
    ['package.json', 'node_modules/x/a.contract.yaml', 'b.contract.yaml'],
    'node_modules/x/run.jsonl',
    ['b.contract.yaml'],
  ],
  ['a recording that is not there', ['package.json', 'a.contract.yaml'], 'gone/run.jsonl', ['a.contract.yaml']],
  ['no contract', ['package.json'], 'run.jsonl', []],
]

test.each(rows)('%s', async (_, files, recording, found) => {
  const root = folder(files)
  expect((await findContracts(recording, root)).map((file) => relative(root, file))).toEqual(found)
})
