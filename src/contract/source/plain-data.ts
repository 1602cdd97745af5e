import { maxSourceDepth, type Path } from './source.ts'

/** Keys that mean something to JavaScript objects; no attribute or span is called so. */
export const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** Something in a TypeScript value that a YAML file could not say. */
export interface NonData {
  readonly path: Path
  readonly what: string
  readonly help: string
}

/** More than this says nothing new. */
const maxNonData = 20
const plain = 'keep to plain data'

/** What of a value is no plain data, in order; below 100 levels nothing is looked at, and that is the last one said. */
export function findNonData(value: unknown): { readonly found: readonly NonData[]; readonly isTooDeep: boolean } {
  const found: NonData[] = []
  const open: { readonly value: unknown; readonly path: Path }[] = [{ value, path: [] }]
  for (let next = open.pop(); next !== undefined && found.length < maxNonData; next = open.pop()) {
    const { value: current, path } = next
    if (path.length > maxSourceDepth) {
      found.push({ path: path.slice(0, 3), what: `nests deeper than ${maxSourceDepth} levels`, help: plain })
      return { found, isTooDeep: true }
    }
    if (typeof current === 'function' || typeof current === 'symbol' || typeof current === 'bigint') {
      found.push({ path, what: `is a ${typeof current}`, help: plain })
    }
    if (typeof current !== 'object' || current === null) continue
    const prototype: unknown = Object.getPrototypeOf(current)
    if (current instanceof RegExp) {
      found.push({ path, what: 'is a RegExp object', help: `write the text \`${textOf(current, path)}\`` })
      continue
    }
    if (!Array.isArray(current) && prototype !== Object.prototype && prototype !== null) {
      found.push({ path, what: 'is an object of a class', help: plain })
      continue
    }
    for (const [key, child] of Object.entries(current).toReversed()) {
      if (forbiddenKeys.has(key)) found.push({ path: [...path, key], what: 'is not available as a key', help: plain })
      // An assertion of the user's own is code, and the one thing that is.
      else if (!isOwnAssertion(path, key)) open.push({ value: child, path: [...path, key] })
    }
  }
  return { found, isTooDeep: false }
}

/** `trajectories.refund.expect.0.own`: what no YAML file can say, and is checked for what it is. */
function isOwnAssertion(path: Path, key: string): boolean {
  return key === 'own' && path.length === 4 && path[0] === 'trajectories' && path[2] === 'expect'
}

/** A regular expression as contracts write it: names between slashes, patterns without. */
function textOf({ source, flags }: RegExp, path: Path): string {
  const pattern = (flags.includes('i') ? '(?i)' : '') + source
  const written = path.at(-1) === 'pattern' ? pattern : `/${pattern}/`
  return `'${written.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
