import type { Detector, Match } from './detector.ts'
import { isAlphanumeric, isWordStart } from './word-start.ts'

/** Length per country. Source: SWIFT IBAN registry, release 99. */
const lengths = new Map(
  [
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24',
    'FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32',
    'LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24',
    'RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30',
  ]
    .join(' ')
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))] as const),
)

const candidate = /[A-Z]{2}\d{2} ?[A-Z0-9]{2}/g

/** Bank account numbers: the country's length and the checksum; together or in groups of four. Source: ISO 13616. */
export const iban: Detector = {
  brief: 'bank account numbers (IBAN)',
  // The shortest has 15 characters.
  triggers: [/[A-Z]{2}\d{2}[ A-Z0-9]{11}/],
  find(text) {
    const matches: Match[] = []
    candidate.lastIndex = 0
    for (let found = candidate.exec(text); found !== null; found = candidate.exec(text)) {
      const end = isWordStart(text, found.index) ? ibanEnd(text, found.index) : null
      if (end !== null) matches.push({ kind: 'iban', start: found.index, length: end - found.index })
      candidate.lastIndex = end ?? found.index + 1
    }
    return matches
  },
}

function ibanEnd(text: string, start: number): number | null {
  const length = lengths.get(text.slice(start, start + 2))
  if (length === undefined) return null
  let digits = ''
  let end = start
  for (; digits.length < length; end++) {
    const character = text[end] ?? ''
    if (/^[A-Z0-9]$/.test(character)) digits += character
    else if (character !== ' ' || digits.length % 4 !== 0 || text[end - 1] === ' ') return null
  }
  return !isAlphanumeric(text.charCodeAt(end)) && passesMod97(digits) ? end : null
}

/** Checksum of ISO 7064, MOD 97-10: first four characters moved to the end, letters as 10 to 35, remainder 1. */
export function passesMod97(account: string): boolean {
  let remainder = 0
  for (const character of account.slice(4) + account.slice(0, 4)) {
    const value = Number.parseInt(character, 36)
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97
  }
  return remainder === 1
}
