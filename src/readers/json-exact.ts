import { quoteLongIntegers } from './integers.ts'

/** Sixteen digits outside a string may be a number that a double rounds; inside one they cost only this look. */
const longDigits = /\d{16}/

/**
 * Parses JSON so that integers of 16 and more digits come as bigint and are exact.
 * @throws SyntaxError where the text is no JSON.
 */
export function parseExactly(json: string): unknown {
  if (!longDigits.test(json)) return JSON.parse(json)
  const mark = unusedMark(json)
  return withIntegers(JSON.parse(quoteLongIntegers(json, mark)), mark)
}

/** A private-use character that the text holds neither as itself nor escaped. */
function unusedMark(json: string): string {
  for (let code = 0xe000; code < 0xf8ff; code++) {
    const mark = String.fromCharCode(code)
    if (!json.includes(mark) && !json.toLowerCase().includes(`\\u${code.toString(16)}`)) return mark
  }
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
