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
