import { existsSync, statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'

const contractFile = /\.contract\.(yaml|yml|ts|json)$/

/**
 * The contracts that speak of a recording, a file or a folder: every `*.contract.{yaml,yml,ts,json}` in its folder and
 * in the folders above, up to the package root (the nearest `package.json`), or up to `cwd` where there is none.
 * Returns absolute paths, nearest folder first, then by name.
 */
export async function findContracts(recording: string, cwd: string): Promise<readonly string[]> {
  const path = resolve(cwd, recording)
  const start = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? path : dirname(path)
  return findUpward(start, cwd, contractFile)
}

/** Files whose name fits, from a folder up to the package root; absolute, nearest folder first, then by name. */
export async function findUpward(start: string, cwd: string, name: RegExp): Promise<readonly string[]> {
  const found = await Promise.all(foldersUp(start, resolve(cwd)).map((folder) => filesIn(folder, name)))
  return found.flat()
}

function foldersUp(start: string, cwd: string): readonly string[] {
  const folders: string[] = []
  const inside = !relative(cwd, start).startsWith('..')
  for (let folder = start; ; folder = dirname(folder)) {
    if (!folder.split(/[\\/]/).includes('node_modules')) folders.push(folder)
    if (existsSync(join(folder, 'package.json'))) return folders
    if (folder === dirname(folder)) break
  }
  // Without a package there is no root: stay within `cwd`, or in the recording's own folder outside of it.
  return inside ? folders.filter((folder) => !relative(cwd, folder).startsWith('..')) : folders.slice(0, 1)
}

async function filesIn(folder: string, name: RegExp): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => !entry.isDirectory() && name.test(entry.name))
    .map((entry) => join(folder, entry.name))
    .toSorted()
}
