import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { passesLuhn } from '../../src/privacy/payment-card.ts'
import { find } from './find.ts'

/** Published test numbers of the issuers. */
test.each([
  ['visa', '4111111111111111'],
  ['visa', '4242 4242 4242 4242'],
  ['visa', '4012-8888-8888-1881'],
  ['visa', '4222 222 222 222'],
  ['mastercard', '5555555555554444'],
  ['mastercard', '2223 0031 2200 3222'],
  ['american-express', '378282246310005'],
  ['american-express', '3714 496353 98431'],
  ['discover', '6011111111111117'],
  ['diners-club', '30569309025904'],
  ['diners-club', '3056 930902 5904'],
  ['jcb', '3530111333300000'],
  ['unionpay', '6200000000000005'],
  ['mir', '2200000000000004'],
])('%s `%s` is found', (kind, number) => {
  expect(find('payment-card', number)).toEqual([[kind, number]])
  expect(find('payment-card', `{"card":"${number}","qty":2}`)).toEqual([[kind, number]])
  expect(find('payment-card', `my card is ${number}, valid until 12/27`)).toEqual([[kind, number]])
})

test('a security code behind the number does not hide it', () => {
  expect(find('payment-card', '4111 1111 1111 1111 123')).toEqual([['visa', '4111 1111 1111 1111']])
})

test('a letter from outside of Latin-1 before the number does not hide it, whatever its lower byte', () => {
  expect(find('payment-card', 'İ4111111111111111')).toEqual([['visa', '4111111111111111']])
})

test('two numbers are found', () => {
  expect(find('payment-card', '4111111111111111 5555555555554444')).toEqual([
    ['visa', '4111111111111111'],
    ['mastercard', '5555555555554444'],
  ])
})

test.each([
  ['fails the checksum', '4111111111111112'],
  ['is a time in ns that passes the checksum', '1763640000000000008'],
  ['has 19 digits without groups', '4111111111111111110'],
  ['has 13 digits without groups', '4222222222222'],
  ['has a length that its issuer does not use', '378282246310005000'],
  ['is in groups that its issuer does not use', '4111 111111 11111'],
  ['belongs to no issuer', '0000000000000000'],
  ['is part of a longer number', '94111111111111111'],
  ['is part of a word', 'id4111111111111111'],
  ['is part of a hyphenated id', 'order-4111111111111111'],
  ['is a decimal fraction', '0.4111111111111111'],
  ['has decimals', '4111111111111111.5'],
  ['is part of a UUID', '00004111-1111-1111-1111-000000000000'],
  ['is part of a table of numbers', '1234 4111 1111 1111 1111'],
  ['is part of a table of numbers', '4111 1111 1111 1111 1234'],
  ['mixes separators', '4111-1111 1111-1111'],
])('what %s is no card: `%s`', (_reason, text) => {
  expect(find('payment-card', text)).toEqual([])
})

test('the reason in the table holds: the time does pass the checksum', () => {
  expect(luhnByTable('1763640000000000008')).toBe(true)
  expect(luhnByTable('4111111111111111110')).toBe(true)
})

test('the checksum agrees with the textbook', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{1,20}$/), (digits) => {
      expect(passesLuhn(digits)).toBe(luhnByTable(digits))
    }),
  )
})

/** Doubling with cross sum as a permutation of the digits, from the left. */
function luhnByTable(digits: string): boolean {
  const doubled = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9]
  const values = digits.split('').map((digit, index) => {
    return (digits.length - index) % 2 === 0 ? doubled[Number(digit)]! : Number(digit)
  })
  return values.reduce((sum, value) => sum + value, 0) % 10 === 0
}
