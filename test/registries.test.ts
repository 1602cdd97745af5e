import { globSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

import { assertions } from '../src/assertions/index.ts'
import { lintRules } from '../src/contract/index.ts'
import { dialects } from '../src/dialects/index.ts'
import { detectorIds } from '../src/privacy/index.ts'
import { readers } from '../src/readers/index.ts'
import { reconciliations, sourceFindings } from '../src/reconcile/index.ts'
import { reporters } from '../src/reporters/index.ts'
import { rules } from '../src/rules/index.ts'

const root = resolve(import.meta.dirname, '..')

/** Files of a folder that make a record with the given helper: one record per file. */
function recordFiles(folder: string, helper: string): string[] {
  return globSync('*.ts', { cwd: join(root, folder) })
    .filter((file) => readFileSync(join(root, folder, file), 'utf8').includes(`= ${helper}(`))
    .map((file) => basename(file, '.ts'))
    .sort()
}

interface Table {
  readonly kind: string
  readonly folder: string
  readonly helper: string
  readonly ids: readonly string[]
  readonly docs: string | undefined
  readonly tests: string | undefined
  /** Pages of what several records may find. */
  readonly sharedPages?: readonly string[]
}

const tables: readonly Table[] = [
  {
    kind: 'rule',
    folder: 'src/rules',
    helper: 'defineRule',
    ids: rules.map(({ id }) => id as string),
    docs: 'docs/rules',
    tests: 'test/rules',
  },
  {
    kind: 'assertion',
    folder: 'src/assertions',
    helper: 'defineAssertion',
    ids: assertions.map(({ id }) => id as string),
    docs: 'docs/assertions',
    tests: 'test/assertions',
  },
  {
    kind: 'lint rule',
    folder: 'src/contract/lint',
    helper: 'defineLintRule',
    ids: lintRules.map(({ id }) => id as string),
    docs: 'docs/lint',
    tests: undefined,
  },
  {
    kind: 'reader',
    folder: 'src/readers',
    helper: 'defineReader',
    ids: Object.keys(readers),
    docs: undefined,
    tests: 'test/readers',
  },
  {
    kind: 'dialect',
    folder: 'src/dialects',
    helper: 'defineDialect',
    ids: dialects.map(({ id }) => id as string),
    docs: undefined,
    tests: undefined,
  },
  {
    kind: 'reconciliation',
    folder: 'src/reconcile',
    helper: 'defineReconciliation',
    ids: reconciliations.map(({ id }) => id as string),
    docs: 'docs/reconcile',
    tests: 'test/reconcile',
    sharedPages: Object.values(sourceFindings).map(({ id }) => id as string),
  },
  {
    kind: 'reporter',
    folder: 'src/reporters',
    helper: 'defineReporter',
    ids: Object.keys(reporters),
    docs: undefined,
    tests: 'test/reporters',
  },
]

describe.each(tables)('$kind table', ({ folder, helper, ids, docs, tests, sharedPages = [] }) => {
  test('holds every record file of its folder, and nothing else', () => {
    expect(ids.length).toBeGreaterThan(0)
    expect([...ids].sort()).toEqual(recordFiles(folder, helper))
  })

  test('has unique kebab-case ids', () => {
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.filter((id) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))).toEqual([])
  })

  test('has a test and a page per record', () => {
    const missing = ids.flatMap((id) => [
      ...(tests === undefined || globSync(`${tests}/${id}.test.ts`, { cwd: root }).length === 1
        ? []
        : [`${tests}/${id}.test.ts`]),
      ...(docs === undefined || globSync(`${docs}/${id}.md`, { cwd: root }).length === 1 ? [] : [`${docs}/${id}.md`]),
    ])
    expect(missing).toEqual([])
  })

  test('has no page without a record', () => {
    const pages =
      docs === undefined ? [] : globSync('*.md', { cwd: join(root, docs) }).map((file) => basename(file, '.md'))
    expect(pages.filter((page) => ![...ids, ...sharedPages].includes(page))).toEqual([])
    expect(sharedPages.filter((page) => !pages.includes(page))).toEqual([])
  })
})

test('records are named after their file', () => {
  for (const { id } of rules) {
    const text = readFileSync(join(root, 'src/rules', `${id}.ts`), 'utf8')
    const name = id.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
    expect(text).toContain(`export const ${name} = defineRule({`)
  }
})

test('every lint rule has rows in its table test', () => {
  const table = readFileSync(join(root, 'test/contract/lint/lint.test.ts'), 'utf8')
  expect(lintRules.map(({ id }) => id).filter((id) => !table.includes(`'${id}'`))).toEqual([])
})

test('every detector is described in the privacy guide', () => {
  const guide = readFileSync(join(root, 'docs/guides/privacy.md'), 'utf8')
  expect(detectorIds.filter((id) => !guide.includes(`\`${id}\``))).toEqual([])
})
