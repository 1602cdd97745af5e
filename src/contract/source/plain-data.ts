import { maxSourceDepth, type Path } from './source.ts'

/** Keys that mean something to JavaScript objects; no attribute or span is called so. */
export const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** The path and kind of the first thing in a TypeScript value that a YAML file could not say, or undefined. */
export function findNonData(value: unknown): { readonly path: Path; readonly what: string } | undefined {
  const open: { readonly value: unknown; readonly path: Path }[] = [{ value, path: [] }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value: current, path } = next
    if (path.length > maxSourceDepth)
      return { path: path.slice(0, 3), what: `nests deeper than ${maxSourceDepth} levels` }
    if (typeof current === 'function' || typeof current === 'symbol' || typeof current === 'bigint') {
      return { path, what: `is a ${typeof current}` }
    }
    if (typeof current !== 'object' || current === null) continue
    const prototype: unknown = Object.getPrototypeOf(current)
    if (!Array.isArray(current) && prototype !== Object.prototype && prototype !== null) {
      return { path, what: 'is an object of a class' }
    }
    for (const [key, child] of Object.entries(current).toReversed()) {
      if (forbiddenKeys.has(key)) return { path: [...path, key], what: 'is not available as a key' }
      open.push({ value: child, path: [...path, key] })
    }
  }
  return undefined
}
