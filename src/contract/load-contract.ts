import { dirname, isAbsolute, resolve, sep } from 'node:path'

import type { Contract } from '../model/contract.ts'
import { readPack } from './packs.ts'
import { ContractErrors } from './problem.ts'
import { expandContract, type Layer } from './resolve/layer.ts'
import { loadFiles, type ContractFile } from './resolve/load-files.ts'
import { loadSchemas } from './resolve/load-schemas.ts'
import { locator } from './resolve/locate.ts'
import { checkReferences, collectSpans } from './resolve/references.ts'
import { resolveContract } from './resolve/resolve.ts'
import { checkSources } from './resolve/source-references.ts'
import type { ContractSource } from './schema/contract.ts'
import { parseSource, readSource, type ReadFile } from './source/read-source.ts'
import { shownPath } from './source/shown-path.ts'

export interface LoadOptions {
  /** How texts of files are read; default: from disk. */
  readonly readFile?: ReadFile
  /** Folder that file names in messages are relative to; default: the current one. */
  readonly cwd?: string
}

/**
 * Loads a contract file (YAML, JSON or TypeScript) with everything it extends.
 * @throws ContractErrors `contract-invalid` with every problem of all its files.
 * @throws SpanpactError `file-unreadable` when the file cannot be opened.
 */
export async function loadContract(file: string, options: LoadOptions = {}): Promise<Contract> {
  const path = options.cwd === undefined || isAbsolute(file) ? file : resolve(options.cwd, file)
  return assemble({ path, source: await readSource(path, shownName(path, options.cwd), options.readFile) }, options)
}

/**
 * The same for the text of a contract; `file` says its format and where it would lie.
 * @throws ContractErrors `contract-invalid`.
 */
export async function parseContract(text: string, file: string, options: LoadOptions = {}): Promise<Contract> {
  return assemble({ path: file, source: await parseSource(text, file, shownName(file, options.cwd)) }, options)
}

/**
 * A shipped pack as a contract of its own.
 * @throws SpanpactError `pack-unknown`, with the nearest name.
 */
export async function loadPack(name: string): Promise<Contract> {
  return assemble({ path: name, source: await readPack(name), pack: name }, {})
}

async function assemble(top: ContractFile, { readFile }: LoadOptions): Promise<Contract> {
  const { files, problems } = await loadFiles(top, readFile)
  const known = collectSpans(files.map((file) => file.source.value))
  const written = files.filter((file) => file.pack === undefined)
  const schemas = await Promise.all(files.map((file) => loadSchemas(file, readFile)))
  const all = [
    ...problems,
    ...written.flatMap((file) => checkReferences(file.source, known)),
    ...checkSources(written.map((file) => file.source)),
    ...schemas.flatMap((loaded) => loaded.problems),
  ]
  if (all.length > 0) throw new ContractErrors('contract-invalid', all)

  const layers = files.map((file, index) =>
    expandContract(file.source.value as ContractSource, file.pack === undefined, (reference) =>
      schemas[index]!.byReference.get(reference)!,
    ),
  )
  return resolveContract(layers as unknown as readonly [...Layer[], Layer], {
    file: top.source.file,
    folder: dirname(resolve(top.path)),
    packs: files.flatMap((file) => (file.pack === undefined || file === top ? [] : [file.pack])),
    isPack: top.pack !== undefined,
    locate: locator(top.pack === undefined ? written : files),
  })
}

/** Relative, with `/`. */
function shownName(path: string, cwd: string | undefined): string {
  return isAbsolute(path) ? shownPath(path, cwd ?? resolve()) : path.split(sep).join('/')
}
