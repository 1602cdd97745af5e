import type { Value } from '../../model/value.ts'

/** A plan beyond that is no plan. */
const maxLength = 2 ** 20
const maxDepth = 64

/** The value of a JSON text, maps without a prototype, or what is wrong with it: the end of a sentence without content. */
export function parsePlainJson(text: string): { readonly value: Value } | { readonly problem: string } {
  if (text.length > maxLength) return { problem: `has ${text.length} characters, more than ${maxLength}` }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { problem: 'is no JSON, or was cut' }
  }
  const value = asValue(json, 1)
  return value === undefined ? { problem: `nests deeper than ${maxDepth} levels` } : { value }
}

function asValue(json: unknown, depth: number): Value | undefined {
  if (typeof json !== 'object' || json === null) return json as Value
  if (depth > maxDepth) return undefined
  if (Array.isArray(json)) {
    const list = json.map((entry) => asValue(entry, depth + 1))
    return list.includes(undefined) ? undefined : (list as Value[])
  }
  const map: Record<string, Value> = Object.create(null)
  for (const [key, entry] of Object.entries(json)) {
    const value = asValue(entry, depth + 1)
    if (value === undefined) return undefined
    map[key] = value
  }
  return map
}
