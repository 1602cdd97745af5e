import { quoteLongIntegers } from './integers.ts'

/** Sixteen digits outside a string may be a number that a double rounds; inside one they cost only this look. */
const longDigits = /\d{16}/

/**
 * Parses JSON so that integers of 16 to 40 digits come as bigint and are exact; longer ones are numbers that JSON rounds.
 * @throws SyntaxError where the text is no JSON.
 */
export function parseExactly(json: string): unknown {
  if (!longDigits.test(json)) return JSON.parse(json)
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
          value: BigInt(value.slice(1)),
          enumerable: true,
          configurable: true,
          writable: true,
        })
      }
    }
  }
  return box.json
}
