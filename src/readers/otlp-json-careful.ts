import { quoteLongIntegers } from './integers.ts'

/** JSON levels that are looked into for other spellings: more than the deepest value that is read. */
const maxDepth = 400

/** Names that protobuf messages had before OTLP 0.15. */
const formerNames = new Map([
  ['instrumentationLibrarySpans', 'scopeSpans'],
  ['instrumentationLibraryLogs', 'scopeLogs'],
  ['instrumentationLibrary', 'scope'],
])

/**
 * Parses OTLP/JSON so that only one spelling is left: long integers as strings, member names in lowerCamelCase and as of
 * today. Several times slower than `JSON.parse`, so it reads only files that need it.
 */
export function parseCarefully(json: string): unknown {
  return asSpecified(JSON.parse(quoteLongIntegers(json)))
}

/** True where an object has a member in snake_case or one of a former version. */
export function hasOtherSpelling(raw: object): boolean {
  return Object.keys(raw).some((name) => name !== specifiedName(name))
}

/** The member's name as OTLP specifies it today. */
export function specifiedName(name: string): string {
  const camelCase = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
  return formerNames.get(camelCase) ?? camelCase
}

/**
 * The same values with member names as OTLP specifies them today, and bigints as decimal text. All member names of
 * OTLP/JSON are the protocol's own: what users name is in values.
 */
export function asSpecified(json: unknown, depth = 0): unknown {
  if (typeof json === 'bigint') return String(json)
  if (typeof json !== 'object' || json === null || depth > maxDepth) return json
  if (Array.isArray(json)) return json.map((entry) => asSpecified(entry, depth + 1))
  const renamed: Record<string, unknown> = Object.create(null)
  for (const [name, value] of Object.entries(json)) renamed[specifiedName(name)] = asSpecified(value, depth + 1)
  return renamed
}
