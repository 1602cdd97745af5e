import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const source = resolve(import.meta.dirname, '../src')

/** What each folder may import from us, and from outside. `index` stands for the files directly under `src`. */
const allowed: Record<string, { ours: readonly string[]; outside: readonly string[] }> = {
  model: { ours: [], outside: [] },
  privacy: { ours: ['model'], outside: [] },
  dialects: { ours: ['model'], outside: [] },
  reporters: { ours: ['model'], outside: [] },
  stats: { ours: ['model'], outside: [] },
  selectors: { ours: ['model'], outside: ['ajv', 'node:fs', 'node:module', 'node:url', 're2js'] },
  readers: {
    ours: ['model'],
    outside: [
      'node:buffer',
      'node:crypto',
      'node:fs',
      'node:fs/promises',
      'node:path',
      'node:stream',
      'node:stream/promises',
      'node:zlib',
      'node:events',
      '@bufbuild/protobuf/wire',
    ],
  },
  schema: { ours: ['model', 'selectors'], outside: ['zod'] },
  runs: { ours: ['model', 'dialects'], outside: ['node:crypto', 'node:fs', 'node:path', 'node:v8'] },
  rules: { ours: ['model', 'runs', 'privacy', 'selectors', 'dialects'], outside: ['zod'] },
  assertions: { ours: ['model', 'schema', 'selectors', 'dialects', 'runs'], outside: ['zod'] },
  reconcile: { ours: ['model', 'runs'], outside: ['zod'] },
  contract: {
    ours: ['model', 'schema', 'rules', 'assertions', 'reconcile', 'selectors', 'privacy', 'stats'],
    outside: ['yaml', 'zod', 'node:fs', 'node:fs/promises', 'node:path', 'node:url', 'node:crypto', 'node:module'],
  },
  config: {
    ours: ['model', 'schema', 'contract', 'rules', 'assertions', 'reconcile', 'stats'],
    outside: ['yaml', 'zod', 'node:fs', 'node:fs/promises', 'node:path', 'node:url'],
  },
  check: {
    ours: ['model', 'dialects', 'runs', 'rules', 'assertions', 'reconcile', 'selectors', 'privacy', 'stats'],
    outside: ['node:crypto'],
  },
  infer: { ours: ['model', 'dialects', 'privacy', 'runs', 'selectors'], outside: ['yaml'] },
  index: {
    ours: [
      'model',
      'readers',
      'dialects',
      'runs',
      'contract',
      'rules',
      'assertions',
      'reconcile',
      'check',
      'infer',
      'config',
      'reporters',
      'selectors',
      'privacy',
    ],
    outside: ['node:os', 'node:path', 'node:url', 'yaml'],
  },
  cli: {
    ours: [
      'index',
      'model',
      'readers',
      'dialects',
      'runs',
      'contract',
      'rules',
      'assertions',
      'reconcile',
      'check',
      'config',
      'reporters',
    ],
    outside: [
      'node:child_process',
      'node:fs',
      'node:os',
      'node:path',
      'node:util',
      'node:module',
      'node:stream',
      'node:stream/promises',
    ],
  },
}

interface Import {
  readonly file: string
  readonly specifier: string
  /** Folder under `src`, or undefined for something from outside. */
  readonly folder: string | undefined
  readonly target: string
}

const files = globSync('**/*.ts', { cwd: source })
  .map((file) => file.replaceAll('\\', '/'))
  .sort()

function folderOf(file: string): string {
  return file.includes('/') ? file.slice(0, file.indexOf('/')) : 'index'
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(source, file), 'utf8')
  const statements =
    /^\s*(?:import|export)\s[^'"]*?from\s+['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]|(?:import|require)\(\s*['"]([^'"]+)['"]/gm
  return [...text.matchAll(statements)].map((match) => {
    const specifier = (match[1] ?? match[2] ?? match[3])!
    if (!specifier.startsWith('.')) return { file, specifier, folder: undefined, target: specifier }
    const target = relative(source, resolve(source, dirname(file), specifier)).replaceAll('\\', '/')
    return { file, specifier, folder: folderOf(target), target }
  })
}

const imports = files.flatMap(importsOf)

/** A package, or a file of it. */
function isAllowedPackage(folder: string, specifier: string): boolean {
  return allowed[folder]!.outside.some((name) => specifier === name || specifier.startsWith(`${name}/`))
}

describe('architecture', () => {
  test('the table names exactly the folders there are', () => {
    expect(Object.keys(allowed).sort()).toEqual([...new Set(files.map(folderOf))].sort())
  })

  test('the import reader sees what there is to see', () => {
    expect(imports.filter(({ file }) => file === 'cli/exit-code.ts').map(({ target }) => target)).toEqual([
      'model/finding.ts',
    ])
    expect(imports.length).toBeGreaterThan(files.length)
  })

  test('folders import only what the table allows', () => {
    const forbidden = imports.filter(({ file, folder, specifier }) => {
      const from = folderOf(file)
      if (folder === from) return false
      return folder === undefined ? !isAllowedPackage(from, specifier) : !allowed[from]!.ours.includes(folder)
    })
    expect(forbidden.map(({ file, specifier }) => `${file} -> ${specifier}`)).toEqual([])
  })

  test('other folders are entered by their index, the own folder never is', () => {
    const wrong = imports.filter(({ file, folder, target }) => {
      if (folder === undefined || folder === 'model' || folder === 'index') return false
      const isIndex = target === `${folder}/index.ts`
      return folder === folderOf(file) ? isIndex : !isIndex
    })
    expect(wrong.map(({ file, specifier }) => `${file} -> ${specifier}`)).toEqual([])
  })

  test('there is no import cycle', () => {
    const edges = new Map(
      files.map((file) => [
        file,
        importsOf(file)
          .filter(({ folder }) => folder !== undefined)
          .map(({ target }) => target),
      ]),
    )
    const done = new Set<string>()
    const cycles: string[] = []
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
      if (done.has(file) || path.includes(file)) return
      for (const next of edges.get(file) ?? []) visit(next, [...path, file])
      done.add(file)
    }
    for (const file of files) visit(file, [])
    expect(cycles).toEqual([])
  })

  test('clock, randomness, console and process belong to the command line', () => {
    // `process.exit.code` is an attribute key.
    const words =
      /\bDate\.now\(|new Date\(\)|Math\.random\(|\bconsole\.|\bprocess\.(env|exit(?!\.code)|argv|stdout|stderr)/
    const found = files.filter(
      (file) => folderOf(file) !== 'cli' && words.test(readFileSync(join(source, file), 'utf8')),
    )
    expect(found).toEqual([])
  })
})
