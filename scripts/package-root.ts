import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The folder with `package.json`, whether a script runs from the sources or from `dist`. */
export const packageRoot = rootAbove(import.meta.dirname)

function rootAbove(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : rootAbove(dirname(folder))
}
