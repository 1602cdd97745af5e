import { quoted } from './quoted.ts'

export function isObject(raw: unknown): raw is object {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw)
}

/** True for a list, and for the absence of one. */
export function isList(raw: unknown): boolean {
  return raw === undefined || raw === null || Array.isArray(raw)
}

/** The list, whose entries may be anything; empty where there is none. */
export function listOf(raw: unknown) {
  return Array.isArray(raw) ? raw : []
}

/** Member that holds entries in an object that lacks its only list: most likely that list, misspelt. */
export function unknownList(raw: object): string | undefined {
  return Object.entries(raw).find(([, value]) => Array.isArray(value) && value.length > 0)?.[0]
}

/** What is wrong with a member that lists objects: no list, or an entry that is no object. Undefined where nothing is. */
export function describeObjectList(name: string, raw: unknown): string | undefined {
  if (!isList(raw)) return `has ${quoted(raw)} as \`${name}\` in place of a list`
  const entries: readonly unknown[] = listOf(raw)
  if (entries.every(isObject)) return undefined
  return `has ${quoted(entries.find((entry) => !isObject(entry)))} among its \`${name}\` in place of an object`
}
