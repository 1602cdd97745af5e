import { relative, sep } from 'node:path'

/** A path as messages and reports write it: relative to the working directory, with `/`. */
export function shownPath(path: string, cwd: string): string {
  return relative(cwd, path).split(sep).join('/')
}
