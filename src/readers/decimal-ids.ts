import { describeId, readId, type IdEncoding } from './ids.ts'
import { quoted } from './quoted.ts'

/** Spaces that doubles leave between integers of an id's size: what is a multiple of them has most likely been one. */
const doubleStep = { 16: 1n << 64n, 8: 1n << 11n } as const

/** Zeros at the end of a decimal id that a double has been printed as. */
const roundedZeros = { 16: /0{20}$/, 8: /0{3}$/ } as const

/**
 * Like `readId`, for files that may write ids as decimal integers, bare or quoted. A text of as many digits as the id has
 * in hex is hex. Returns a lower-case hex id, null for none, or an object that says why it cannot be read.
 *
 * `isExact` says that another id of the span proves decimal ids of the file exact: a 64-bit id then may end in zeros.
 */
export function readIdOrDecimal(
  raw: unknown,
  bytes: 16 | 8,
  encoding: IdEncoding,
  isExact: boolean,
): string | null | { readonly fault: string } {
  if (!isDecimal(raw, bytes)) {
    const id = readId(raw, bytes, encoding)
    return id === undefined ? { fault: `${quoted(raw)}, which ${describeId(raw, bytes)}` } : id
  }
  if (typeof raw === 'number' && !Number.isSafeInteger(raw)) return rounded(raw)
  const value = BigInt(raw)
  if (value === 0n) return null
  if (value < 0n || value >= 1n << BigInt(bytes * 8)) {
    return { fault: `${quoted(raw)}, which is no integer of ${bytes * 8} bits` }
  }
  const isRounded = value % doubleStep[bytes] === 0n || roundedZeros[bytes].test(String(value))
  return isRounded && !isExact ? rounded(raw) : value.toString(16).padStart(bytes * 2, '0')
}

/** True for an id that is written as a decimal integer. */
export function isDecimal(raw: unknown, bytes: 16 | 8): raw is bigint | number | string {
  if (typeof raw === 'string') return raw.length !== bytes * 2 && raw.length <= 40 && /^\d+$/.test(raw)
  return typeof raw === 'bigint' || typeof raw === 'number'
}

function rounded(raw: unknown): { readonly fault: string } {
  return { fault: `${quoted(raw)}, which lost digits in a floating-point number; write ids as text` }
}
