import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** The package a command runs in. */
export interface PackageManifest {
  /** Absolute. */
  readonly folder: string
  readonly hasManifest: boolean
  /** Without the scope; of a folder without a manifest, the folder's. */
  readonly name: string
  /** Names of everything it depends on, sorted. */
  readonly dependencies: readonly string[]
}

const dependencyFields = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']

/** The nearest package, or the working directory itself where there is none. A manifest that cannot be read says nothing. */
export function packageManifest(cwd: string): PackageManifest {
  const folder = folderOf(cwd)
  if (folder === undefined) return { folder: cwd, hasManifest: false, name: basename(cwd), dependencies: [] }
  const manifest = parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const name = typeof manifest['name'] === 'string' && manifest['name'] !== '' ? manifest['name'] : basename(folder)
  const dependencies = dependencyFields.flatMap((field) => {
    const listed = manifest[field]
    return typeof listed === 'object' && listed !== null ? Object.keys(listed) : []
  })
  return {
    folder,
    hasManifest: true,
    name: name.replace(/^@[^/]*\//, ''),
    dependencies: [...new Set(dependencies)].sort(),
  }
}

function folderOf(cwd: string): string | undefined {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder
    if (folder === dirname(folder)) return undefined
  }
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
