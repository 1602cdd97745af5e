import { narrowed, quoteLongIntegers } from './integers.ts'

/**
 * What may be an integer beyond 2^53, 9007199254740992, which a double rounds. A text that starts with digits does not
 * match, and digits inside one cost only a second look.
 */
const longInteger = /(?:^|[\s:,[-])(?:9\d{15}|\d{17})/

/**
 * Parses JSON so that integers beyond 2^53 come as bigint and are exact; those of more than 40 digits are numbers that
 * JSON rounds.
 * @throws SyntaxError where the text is no JSON.
 */
export function parseExactly(json: string): unknown {
  if (!longInteger.test(json)) return JSON.parse(json)
  const mark = unusedMark(json)
  return withIntegers(JSON.parse(quoteLongIntegers(json, mark)), mark)
}

const firstMark = 0xe000
const lastMark = 0xf8ff

/** A private-use character that the text holds neither as itself nor escaped. */
function unusedMark(json: string): string {
  const used = new Set<number>()
  for (const [found] of json.matchAll(/[\ue000-\uf8ff]|\\u[ef][\da-f]{3}/gi)) {
    used.add(found.length === 1 ? found.charCodeAt(0) : Number.parseInt(found.slice(2), 16))
  }
  for (let code = firstMark; code <= lastMark; code++) if (!used.has(code)) return String.fromCharCode(code)
  throw new SyntaxError('the text uses every private-use character')
}

/** Replaces marked texts in place; iterative, because nesting may be as deep as the text is long. */
function withIntegers(json: unknown, mark: string): unknown {
  const box = { json }
  const open: object[] = [box]
  for (let holder = open.pop(); holder !== undefined; holder = open.pop()) {
    for (const [key, value] of Object.entries(holder)) {
      if (typeof value === 'object' && value !== null) open.push(value)
      else if (typeof value === 'string' && value.startsWith(mark)) {
        Object.defineProperty(holder, key, {
          value: narrowed(BigInt(value.slice(1))),
          enumerable: true,
          configurable: true,
          writable: true,
        })
      }
    }
  }
  return box.json
}
