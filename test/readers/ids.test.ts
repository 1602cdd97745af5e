import { expect, test } from 'vitest'

import { readId } from '../../src/readers/ids.ts'
import { timeFromText } from '../../src/readers/integers.ts'

test('a hex id takes hex digits and no other character, wherever it stands', () => {
  const accepted = { same: '', lowered: '' }
  for (let code = 0; code < 65_536; code++) {
    const character = String.fromCharCode(code)
    const ids = [0, 7, 15].map((at) => '1'.repeat(at) + character + '1'.repeat(15 - at))
    const read = ids.map((id) => readId(id, 8, { current: 'hex' }))
    if (read.every((id) => id === undefined)) continue
    if (read.every((id, at) => id === ids[at])) accepted.same += character
    else if (read.every((id, at) => id === ids[at]!.toLowerCase())) accepted.lowered += character
    else expect.fail(`character ${code} is read as ${read.join()}`)
  }
  expect(accepted).toEqual({ same: '0123456789abcdef', lowered: 'ABCDEF' })
})

test('a time takes decimal digits of 64 bits, and no other character', () => {
  const accepted = Array.from({ length: 65_536 }, (_, code) => String.fromCharCode(code)).filter(
    (character) => timeFromText(`1${character}`) !== undefined,
  )
  expect(accepted.join('')).toBe('0123456789')
  expect(['', '0', '007', String(2n ** 64n - 1n), String(2n ** 64n), '0'.repeat(21)].map(timeFromText)).toEqual([
    undefined,
    0n,
    7n,
    2n ** 64n - 1n,
    undefined,
    undefined,
  ])
})
