import { readdir, glob } from 'node:fs/promises'
import { join, resolve } from 'node:path'

import { shownPath } from '../contract/index.ts'

const contractFile = /\.contract\.(yaml|yml|ts|json)$/

/** Files of contract patterns, relative to the working directory, each once, in code-unit order; and patterns without any. */
export async function expandContracts(
  patterns: readonly string[],
  cwd: string,
): Promise<{ readonly files: readonly string[]; readonly missing: readonly string[] }> {
  const files = new Set<string>()
  const missing: string[] = []
  for (const pattern of patterns) {
    let found = false
    for await (const file of glob(pattern, { cwd })) {
      found = true
      files.add(shownPath(resolve(cwd, file), cwd))
    }
    if (!found) missing.push(pattern)
  }
  return { files: [...files].sort(), missing }
}

/** Every contract in the working directory and the folders below it, without `node_modules` and dot folders. */
export async function contractsBelow(cwd: string): Promise<readonly string[]> {
  const files: string[] = []
  const open = [cwd]
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules' && !entry.name.startsWith('.')) open.push(path)
      } else if (contractFile.test(entry.name)) files.push(shownPath(path, cwd))
    }
  }
  return files.sort()
}
