import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findRecordings } from '../../src/readers/index.ts'

function folderOf(...files: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'spanpact-'))
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), '')
  }
  return folder
}

/** Names of sets, each with its files. */
async function found(cwd: string, ...patterns: string[]) {
  const { sets, problems } = await findRecordings(patterns, cwd)
  return { sets: sets.map((set) => [set.name, set.files.map((file) => file.name)]), problems }
}

const hint = (files: string, glob: string): string => `${files}; to read them, name them or a glob such as \`${glob}\``

describe('a directory', () => {
  test('is searched for the extensions of recordings, to its depth, in code-unit order', async () => {
    const names = ['Z.json', 'a.json', 'b.jsonl', 'c.ndjson.gz', 'd.pb.zst', 'deep/er/e.otlp', 'f.binpb', 'g.proto-bin']
    const folder = folderOf(...names.map((name) => `run/${name}`))
    expect(await found(folder, 'run')).toEqual({
      sets: names.map((name) => [`run/${name}`, [`run/${name}`]]),
      problems: [],
    })
  })

  test('is not searched for other files and in hidden or installed folders', async () => {
    const folder = folderOf(
      'run/keep.json',
      'run/notes.txt',
      'run/a.contract.json',
      'run/contract.json',
      'run/package.json',
      'run/package-lock.json',
      'run/tsconfig.json',
      'run/tsconfig.build.json',
      'run/spanpact.lock.json',
      'run/.hidden/a.json',
      'run/node_modules/a.json',
    )
    expect((await found(folder, 'run')).sets).toEqual([['run/keep.json', ['run/keep.json']]])
  })

  test('holds second sources beside recordings, which are none', async () => {
    const folder = folderOf('run/a.jsonl', 'run/a.invoice.jsonl', 'run/a.wire.csv', 'run/b.messages.json')
    const { sets, problems, notes } = await findRecordings(['run'], folder)
    // Without a recording beside it, a file may well be one.
    expect(sets.map(({ name }) => name)).toEqual(['run/a.jsonl', 'run/b.messages.json'])
    expect([problems, notes]).toEqual([[], []])
    expect((await found(folder, 'run/a.invoice.jsonl')).sets).toEqual([
      ['run/a.invoice.jsonl', ['run/a.invoice.jsonl']],
    ])
  })

  test('is searched without regard to case, and for files that were rotated by number', async () => {
    const folder = folderOf('run/A.JSONL', 'run/b.Json.GZ', 'run/PACKAGE.json', 'run/c.jsonl.1', 'run/c.txt.1')
    expect((await found(folder, 'run')).sets).toEqual([
      ['run/A.JSONL', ['run/A.JSONL']],
      ['run/b.Json.GZ', ['run/b.Json.GZ']],
      ['run/c.jsonl.1', ['run/c.jsonl.1']],
    ])
  })

  test('with a broken link to a recording names it', async () => {
    const folder = folderOf('run/a.json', 'run/deep/b.json', 'empty/notes.txt')
    for (const link of ['run/deep/gone.jsonl', 'run/gone.txt', 'empty/gone.json']) {
      symlinkSync(join(folder, 'nowhere'), join(folder, link))
    }
    const message = 'the link leads to no file; remove it or restore the file'
    expect(await found(folder, 'run', 'empty')).toEqual({
      sets: [
        ['run/a.json', ['run/a.json']],
        ['run/deep/b.json', ['run/deep/b.json']],
      ],
      problems: [
        { recording: 'run/deep/gone.jsonl', message },
        { recording: 'empty/gone.json', message },
      ],
    })
    expect((await found(folder, 'run/*.txt')).problems).toEqual([{ recording: 'run/gone.txt', message }])
  })

  test('does not follow links to directories', async () => {
    const folder = folderOf('run/a.json')
    symlinkSync(join(folder, 'run'), join(folder, 'run', 'loop'))
    symlinkSync(join(folder, 'run', 'a.json'), join(folder, 'run', 'b.json'))
    expect((await found(folder, 'run')).sets).toEqual([
      ['run/a.json', ['run/a.json']],
      ['run/b.json', ['run/b.json']],
    ])
  })
})

describe('files that a directory is not searched for', () => {
  const files = [
    'a.json',
    'x.log',
    'y.log.gz',
    'deep/Z.LOG',
    'b.txt',
    'trace',
    'c.parquet',
    'README.md',
    '.hidden',
    'package.json',
    'a.contract.yaml',
  ]

  test('are counted in a note, the most frequent extensions first', async () => {
    const { notes } = await findRecordings(['run'], folderOf(...files.map((name) => `run/${name}`)))
    expect(notes).toEqual([
      {
        recording: 'run',
        message: hint('6 files were passed over for the extension (`.log`, none, `.parquet`, …)', 'run/**/*.log'),
      },
    ])
  })

  test('are counted per pattern: the working directory, and directories that a glob matches', async () => {
    const folder = folderOf('run/a.json', 'run/x.log')
    expect((await findRecordings(['.', '*'], folder)).notes).toEqual([
      { recording: '.', message: hint('1 file was passed over for the extension (`.log`)', '**/*.log') },
      { recording: '*', message: hint('1 file was passed over for the extension (`.log`)', '*/**/*.log') },
    ])
    expect((await findRecordings(['**/*.log'], folder)).notes).toEqual([])
  })

  test('are no note where they are documents, code or files of spanpact', async () => {
    const folder = folderOf('a.json', 'README.md', 'a.contract.yaml', 'b.contract.ts', 'spanpact.lock.json', '.env')
    expect((await findRecordings(['.'], folder)).notes).toEqual([])
  })
})

describe('a file', () => {
  test('is taken whatever its name', async () => {
    const folder = folderOf('trace', 'a.contract.json')
    expect((await found(folder, 'trace', 'a.contract.json')).sets).toEqual([
      ['a.contract.json', ['a.contract.json']],
      ['trace', ['trace']],
    ])
  })

  test('named twice is one recording', async () => {
    const folder = folderOf('a.json')
    expect((await found(folder, 'a.json', './a.json', '*.json', '.')).sets).toEqual([['a.json', ['a.json']]])
  })

  test('with glob characters in its name is found by its name', async () => {
    const folder = folderOf('run[1].json', 'run1.json')
    expect((await found(folder, 'run[1].json')).sets).toEqual([['run[1].json', ['run[1].json']]])
  })

  test('outside the working directory is named relative to it', async () => {
    const folder = folderOf('a.json', 'in/b.json')
    expect((await found(join(folder, 'in'), '../a.json')).sets).toEqual([['../a.json', ['../a.json']]])
  })
})

test('a glob matches files of any name and searches the directories it matches', async () => {
  const folder = folderOf('x/a.trace', 'x/a.contract.json', 'y/deep/b.json', 'y/deep/c.txt', 'node_modules/z/d.json')
  expect((await found(folder, '*/*')).sets).toEqual([
    ['x/a.trace', ['x/a.trace']],
    ['y/deep/b.json', ['y/deep/b.json']],
  ])
})

test('patterns without a recording are problems, the others are kept', async () => {
  const folder = folderOf('a.json', 'empty/notes.txt')
  expect(await found(folder, 'missing.json', 'none/*.json', 'empty', 'a.json')).toEqual({
    sets: [['a.json', ['a.json']]],
    problems: [
      { recording: 'missing.json', message: 'the file does not exist' },
      { recording: 'none/*.json', message: 'no recording matches this pattern' },
      {
        recording: 'empty',
        message: `the directory holds no recordings; ${hint('1 file was passed over for the extension (`.txt`)', 'empty/**/*.txt')}`,
      },
    ],
  })
})

test('files that a collector rotated form one set, oldest first and the running one last', async () => {
  const rotated = ['traces-2026-11-20T09-00-00.000.jsonl.gz', 'traces-2026-11-20T10-00-00.000.jsonl']
  const folder = folderOf(
    'run/traces.jsonl',
    ...rotated.map((name) => `run/${name}`),
    'run/traces.pb',
    'run/sub/traces.jsonl',
  )
  expect((await found(folder, 'run')).sets).toEqual([
    ['run/sub/traces.jsonl', ['run/sub/traces.jsonl']],
    ['run/traces.jsonl', [...rotated.map((name) => `run/${name}`), 'run/traces.jsonl']],
    ['run/traces.pb', ['run/traces.pb']],
  ])
})

test('files that were rotated by number form one set, the highest number first', async () => {
  const rotated = ['traces.jsonl.10.gz', 'traces.jsonl.2', 'traces.jsonl.1', 'traces.jsonl']
  expect((await found(folderOf(...rotated), '.')).sets).toEqual([['traces.jsonl', rotated]])
})

test('a rotated file on its own keeps its name, and compressed copies of other files stay apart', async () => {
  const names = ['a-2026-11-20T10-00-00.000.jsonl', 'b.json', 'b.json.gz']
  expect((await found(folderOf(...names), '.')).sets).toEqual(names.map((name) => [name, [name]]))
})
