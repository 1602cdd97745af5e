const longestInt64 = 20
const decimal = /^-?\d+$/
const beyondUint64 = 1n << 64n
const beyondInt64 = 1n << 63n

/** A 64-bit integer from its decimal text: a number where it is safe, else a bigint; undefined for other text and beyond 64 bits. */
export function integerFromText(text: string): number | bigint | undefined {
  if (text.length > longestInt64 || !decimal.test(text)) return undefined
  if (text.length < 16) return Number(text)
  const value = BigInt(text)
  return value < beyondInt64 && value >= -beyondInt64 ? narrowed(value) : undefined
}

/** The number where it is safe, else the bigint. */
export function narrowed(value: bigint): number | bigint {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value
}

/** Nanoseconds from decimal text; undefined for other text and beyond 64 bits. */
export function timeFromText(text: string): bigint | undefined {
  if (text.length > longestInt64 || text === '') return undefined
  // A loop costs half of what an expression does, and every span has two times.
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < 0x30 || code > 0x39) return undefined
  }
  const value = BigInt(text)
  return value < beyondUint64 ? value : undefined
}

/**
 * The same JSON with every integer of 16 to 40 digits as a string that starts with `mark`, so that `JSON.parse` does not
 * round it. No id or count is longer; making a bigint of millions of digits would take minutes.
 *
 * OTLP/JSON allows a string wherever it allows a 64-bit integer. Chosen over a reviver with `context.source`, which
 * recurses: deep nesting would overflow its stack.
 */
export function quoteLongIntegers(json: string, mark = ''): string {
  const longInteger = /(?<![\d.eE+-])-?\d{16,40}(?![\d.eE])/g
  let out = ''
  let from = 0
  while (from < json.length) {
    const open = json.indexOf('"', from)
    const gap = json.slice(from, open === -1 ? json.length : open)
    out += gap.replace(longInteger, `"${mark}$&"`)
    if (open === -1) break
    const close = endOfString(json, open)
    out += json.slice(open, close)
    from = close
  }
  return out
}

/** Index behind the string that opens at `open`. */
function endOfString(json: string, open: number): number {
  let close = json.indexOf('"', open + 1)
  while (close !== -1) {
    let backslashes = 0
    while (json[close - 1 - backslashes] === '\\') backslashes++
    if (backslashes % 2 === 0) return close + 1
    close = json.indexOf('"', close + 1)
  }
  return json.length
}
