import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { passesMod97 } from '../../src/privacy/iban.ts'
import { find } from './find.ts'

/** Examples of the SWIFT registry. */
test.each([
  ['DE89370400440532013000', 'DE89370400440532013000'],
  ['pay to DE89 3704 0044 0532 0130 00, please', 'DE89 3704 0044 0532 0130 00'],
  ['GB29 NWBK 6016 1331 9268 19', 'GB29 NWBK 6016 1331 9268 19'],
  ['AT61 1904 3002 3457 3201 BANK', 'AT61 1904 3002 3457 3201'],
  ['"NO9386011117947"', 'NO9386011117947'],
  ['FR14 2004 1010 0505 0001 3M02 606', 'FR14 2004 1010 0505 0001 3M02 606'],
  ['iban:\\nNL91ABNA0417164300', 'NL91ABNA0417164300'],
])('in `%s` is `%s`', (text, account) => {
  expect(find('iban', text)).toEqual([['iban', account]])
})

test.each([
  'DE88370400440532013000',
  'DE8937040044053201300',
  'DE893704004405320130000',
  'XDE89370400440532013000',
  'ZZ89370400440532013000',
  'de89370400440532013000',
  'DE89  3704 0044 0532 0130 00',
  'DE89 37 0400 4405 3201 3000',
  'DE89',
])('`%s` is no account', (text) => {
  expect(find('iban', text)).toEqual([])
})

test('the checksum agrees with the remainder of the whole number', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/), fc.boolean(), (text, repair) => {
      const account = repair ? text.slice(0, 2) + checkDigits(text) + text.slice(4) : text
      expect(passesMod97(account)).toBe(remainder(account) === 1n)
    }),
  )
})

function remainder(account: string): bigint {
  const letters = (account.slice(4) + account.slice(0, 4)).split('')
  return BigInt(letters.map((letter) => String('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'.indexOf(letter))).join('')) % 97n
}

function checkDigits(account: string): string {
  return String(98n - remainder(`${account.slice(0, 2)}00${account.slice(4)}`)).padStart(2, '0')
}
