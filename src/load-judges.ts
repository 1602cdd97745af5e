import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

import type { Judge } from './assertions/index.ts'
import { judgePaths } from './check/index.ts'
import type { Contract } from './model/contract.ts'
import type { Unreadable } from './model/report.ts'

/** Judges by the path that a contract gives their file. */
export type Judges = ReadonlyMap<Contract, ReadonlyMap<string, Judge>>

/**
 * Imports the judges that trajectories name, relative to their contracts, through Node's own type stripping. One that cannot be
 * imported, or is no function, goes to `unreadable`.
 */
export async function loadJudges(
  contracts: readonly Contract[],
  unreadable: (entry: Unreadable) => void,
): Promise<Judges> {
  const judges = new Map<Contract, Map<string, Judge>>()
  for (const contract of contracts) {
    const byPath = new Map<string, Judge>()
    for (const path of judgePaths(contract)) {
      const found = await importJudge(resolve(contract.folder, path))
      if ('judge' in found) byPath.set(path, found.judge)
      else unreadable({ recording: path, message: `${found.problem}; ${contract.file} asks this judge` })
    }
    if (byPath.size > 0) judges.set(contract, byPath)
  }
  return judges
}

/** The default export, or what is wrong with the file. */
async function importJudge(path: string): Promise<{ readonly judge: Judge } | { readonly problem: string }> {
  try {
    const module = (await import(pathToFileURL(path).href)) as { readonly default?: unknown }
    const { default: judge } = module
    return typeof judge === 'function'
      ? { judge: judge as Judge }
      : { problem: 'has no default export that is a function' }
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
    return { problem: `cannot be imported: ${reason}` }
  }
}
