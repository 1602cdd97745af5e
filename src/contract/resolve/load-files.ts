import { dirname, join } from 'node:path'
import { posix } from 'node:path'

import { SpanpactError } from '../../model/spanpact-error.ts'
import { readPack } from '../packs.ts'
import type { ContractProblem } from '../problem.ts'
import { contract, laterKeys } from '../schema/contract.ts'
import { readSource, type ReadFile } from '../source/read-source.ts'
import { isMap, problemAt, type Source } from '../source/source.ts'
import { validate } from '../source/validate.ts'

/** One file of a contract: the contract itself, a contract it extends, or a shipped pack. */
export interface ContractFile {
  /** Where it lies; the name, for a pack. */
  readonly path: string
  readonly source: Source
  /** Set for a shipped pack. */
  readonly pack?: string
}

export interface LoadedFiles {
  /** From the farthest base to the contract itself; every file once. */
  readonly files: readonly ContractFile[]
  readonly problems: readonly ContractProblem[]
}

/** Reads everything a contract extends. A broken base is reported with its own file and places. */
export async function loadFiles(top: ContractFile, read: ReadFile | undefined): Promise<LoadedFiles> {
  const files = new Map<string, ContractFile>()
  const problems: ContractProblem[] = []

  const visit = async (file: ContractFile, chain: readonly string[]): Promise<void> => {
    const { source } = file
    problems.push(...source.problems)
    if (file.pack === undefined && source.value !== undefined) problems.push(...validate(contract, source, laterKeys))
    for (const [index, name] of extendsOf(source.value).entries()) {
      const report = (message: string, help: string): void => {
        problems.push(problemAt(source, ['extends', index], 'value', message, help))
      }
      const path = isPath(name) ? join(dirname(file.path), name) : name
      if (chain.includes(path)) {
        report(
          `\`extends\` goes round in a circle: ${[...chain, path].map((one) => `\`${one}\``).join(' → ')}`,
          'remove one of the `extends`',
        )
        continue
      }
      if (files.has(path)) continue
      try {
        const base = isPath(name)
          ? { path, source: await readSource(path, posix.join(posix.dirname(source.file), name), read) }
          : { path, source: await readPack(name), pack: name }
        await visit(base, [...chain, path])
      } catch (error) {
        if (!(error instanceof SpanpactError)) throw error
        report(error.message, 'name a shipped pack, or a contract by a path that starts with `./` or `../`')
      }
    }
    files.set(file.path, file)
  }

  await visit(top, [top.path])
  return { files: [...files.values()], problems }
}

function isPath(name: string): boolean {
  return /^\.{1,2}\//.test(name) || /\.(ya?ml|json|[cm]?[jt]s)$/.test(name)
}

function extendsOf(value: unknown): readonly string[] {
  const names = isMap(value) ? value['extends'] : undefined
  return Array.isArray(names) ? names.filter((name): name is string => typeof name === 'string') : []
}
