import type { Detector, Match } from './detector.ts'
import { isWordStart } from './word-start.ts'

/** Issuer ranges with the ways their numbers are written: lengths of the digit groups. Source: ISO/IEC 7812, ranges of 2026. */
const brands = [
  { kind: 'visa', range: /^4/, groups: ['16', '4-4-4-4', '4-4-4-4-3', '4-3-3-3'] },
  {
    kind: 'mastercard',
    range: /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/,
    groups: ['16', '4-4-4-4'],
  },
  { kind: 'american-express', range: /^3[47]/, groups: ['15', '4-6-5'] },
  { kind: 'discover', range: /^(?:6011|64[4-9]|65)/, groups: ['16', '4-4-4-4', '4-4-4-4-3'] },
  { kind: 'diners-club', range: /^3(?:0[0-5]|095|6|8|9)/, groups: ['14', '4-6-4'] },
  { kind: 'jcb', range: /^35(?:2[89]|[3-8])/, groups: ['16', '4-4-4-4'] },
  { kind: 'unionpay', range: /^62/, groups: ['16', '4-4-4-4', '4-4-4-4-3'] },
  { kind: 'mir', range: /^220[0-4]/, groups: ['16', '4-4-4-4'] },
] as const satisfies readonly { kind: string; range: RegExp; groups: readonly string[] }[]

/** No digits of a longer number, a decimal fraction, a hyphenated id or a name stand before it. */
const candidate =
  /(?<!\d\.?|[A-Za-z0-9]-|_)[2-6]\d{3}(?:([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{3}(?!\d))?|([ -])\d{6}\2\d{4,5}|([ -])\d{3}\3\d{3}\3\d{3}|\d{10,12})(?![\dA-Za-z_])/g

/**
 * Card numbers: issuer range, Luhn checksum, and the issuer's grouping or exact length without separators. Other lengths
 * count only in groups, because one in ten ids and timestamps of 17 to 19 digits passes the checksum by chance.
 */
export const paymentCard: Detector = {
  brief: 'payment card numbers',
  triggers: [candidate],
  find(text) {
    const matches: Match[] = []
    candidate.lastIndex = 0
    for (let found = candidate.exec(text); found !== null; found = candidate.exec(text)) {
      const match = matchAt(text, found.index, found[0])
      if (match !== null) matches.push(match)
      // A rejected candidate may overlap the next group of digits, which is looked at for itself.
      candidate.lastIndex = match === null ? found.index + 4 : match.start + match.length
    }
    return matches
  },
}

function matchAt(text: string, start: number, found: string): Match | null {
  // Three digits behind the number may be its security code instead of its end.
  for (const number of new Set([found, found.replace(/^((?:\d{4}[ -]){3}\d{4})[ -]\d{3}$/, '$1')])) {
    const kind = brandOf(number)
    if (kind !== null && standsAlone(text, start, number)) return { kind, start, length: number.length }
  }
  return null
}

function brandOf(number: string): string | null {
  const groups = number.split(/[ -]/)
  const shape = groups.map(({ length }) => length).join('-')
  const digits = groups.join('')
  const brand = brands.find(({ range, groups: known }) => range.test(digits) && known.some((item) => item === shape))
  return brand !== undefined && passesLuhn(digits) ? brand.kind : null
}

/** False within words and longer tables of four-digit numbers, and before what makes it a decimal or a hyphenated id. */
function standsAlone(text: string, start: number, number: string): boolean {
  const end = start + number.length
  const after = text.slice(end, end + 6)
  if (!isWordStart(text, start)) return false
  return number.includes(' ')
    ? !/\d{4} $/.test(text.slice(Math.max(0, start - 5), start)) && !/^ \d{4}(?!\d)/.test(after)
    : !/^(?:\.\d|-\d{4}|-[A-Za-z])/.test(after)
}

/** Checksum of ISO/IEC 7812-1: every second digit from the right counts twice, digits of the products added. */
export function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let place = 0; place < digits.length; place++) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - 48
    const product = place % 2 === 1 ? digit * 2 : digit
    sum += product > 9 ? product - 9 : product
  }
  return sum % 10 === 0
}
