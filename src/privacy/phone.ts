import type { Detector, Match } from './detector.ts'
import { isWordStart } from './word-start.ts'

/** Country codes of one digit are 1 and 7. */
const candidate = /\+(?=[17]|[2-9]\d)\d{1,15}(?:[ .\-/()]{1,2}\d{1,14}){0,6}(?!\d)/g

/** Numbers in international form: `+`, country code, 9 to 15 digits in all (exactly 11 behind +1 and +7). Source: ITU-T E.164. */
export const phone: Detector = {
  brief: 'phone numbers in international form',
  triggers: [{ rare: '\\+', behind: '(?:[17]|[2-9](?=\\d))(?:[ .\\-/()]{0,2}\\d){8}' }],
  find(text) {
    const matches: Match[] = []
    candidate.lastIndex = 0
    for (let found = candidate.exec(text); found !== null; found = candidate.exec(text)) {
      const start = found.index
      const length = phoneLength(found[0])
      const end = start + length
      // Base64 has `+` too, between other characters of its alphabet.
      const standsAlone = isWordStart(text, start) && !/[+/]/.test(text[start - 1] ?? '') && !/\w/.test(text[end] ?? '')
      if (length > 0 && standsAlone) matches.push({ kind: 'phone', start, length })
    }
    return matches
  },
}

/** Length of the longest run of whole digit groups that is a phone number, so that a date behind it does not hide it; else 0. */
function phoneLength(text: string): number {
  const exact = /^\+[17]/.test(text)
  let digits = 0
  let length = 0
  for (const group of text.matchAll(/\d+/g)) {
    digits += group[0].length
    if (exact ? digits === 11 : digits >= 9 && digits <= 15) length = group.index + group[0].length
  }
  // `+3.14159265358` is a number.
  return /^\+\d+\.\d+$/.test(text.slice(0, length)) ? 0 : length
}
