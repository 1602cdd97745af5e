import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Root folder of the installed package: the nearest one above this file that holds its `package.json`. */
export function packageRoot(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    try {
      const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name?: string }
      if (manifest.name === 'spanpact') return folder
    } catch {
      // No manifest here: look further up.
    }
    if (dirname(folder) === folder)
      throw new Error('the package.json of spanpact is missing; install the package again')
  }
}

export function version(): string {
  const manifest = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string }
  return manifest.version
}
