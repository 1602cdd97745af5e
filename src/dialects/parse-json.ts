import type { Value } from '../model/value.ts'

/** Deeper values are refused: whoever walks them later does so by recursion. */
const maxDepth = 64

/** Sixteen digits may be an integer that a double rounds. */
const longDigits = /\d{16}/

/** The value of a JSON text, integers beyond 2^53 as bigint, or the parser's problem with it. */
export type Parsed = { readonly value: Value } | { readonly problem: string }

export function parseJson(text: string): Parsed {
  try {
    const value = asValue(JSON.parse(text), 1)
    if (value === undefined) return { problem: `nests deeper than ${maxDepth} levels` }
    return longDigits.test(text) ? { value: asValue(JSON.parse(text, exactInteger), 1)! } : { value }
  } catch (error) {
    if (error instanceof SyntaxError) return { problem: withoutExcerpt(error.message) }
    throw error
  }
}

/** Node gives a reviver the source text of each number, which TypeScript's library does not know yet. */
function exactInteger(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  const source = context?.source ?? ''
  return /^-?\d+$/.test(source) ? BigInt(source) : value
}

/** Maps get no prototype, so that a key such as `__proto__` is only a key. */
function asValue(json: unknown, depth: number): Value | undefined {
  if (typeof json !== 'object' || json === null) return json as Value
  if (depth > maxDepth) return undefined
  if (Array.isArray(json)) {
    const list: Value[] = []
    for (const entry of json) {
      const value = asValue(entry, depth + 1)
      if (value === undefined) return undefined
      list.push(value)
    }
    return list
  }
  const map: Record<string, Value> = Object.create(null)
  for (const key of Object.keys(json)) {
    const value = asValue((json as Record<string, unknown>)[key], depth + 1)
    if (value === undefined) return undefined
    map[key] = value
  }
  return map
}

/** The parser quotes the text it cannot read; content belongs in no message. */
function withoutExcerpt(message: string): string {
  const plain = message.replace(/, (?:\.\.\.)?".*$/su, '')
  return plain.charAt(0).toLowerCase() + plain.slice(1)
}
